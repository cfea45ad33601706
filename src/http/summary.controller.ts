import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Summary } from '../contract/summary.js';
import { Database } from '../db/database.js';
import { summarise } from '../flow/summary.js';
import { Access } from './access.js';
import { Answer } from './answer.js';
import { Clock } from './providers.js';

@ApiTags('shop')
@Controller('api/v1/summary')
export class SummaryController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer', { scope: 'read' })
  @Answer('Tells at a glance what waits, what sits and what is wrong.', Summary)
  show(): Promise<Summary> {
    return summarise(this.db, this.clock.now());
  }
}
