import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { StartView } from '../contract/start.js';
import { Database } from '../db/database.js';
import { readStart } from '../flow/start.js';
import { Access } from './access.js';
import { Answer } from './answer.js';

@ApiTags('shop')
@Controller('api/v1/start')
export class StartController {
  constructor(private readonly db: Database) {}

  @Get()
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Says how far the shop has come on the way to its first suggestions, and what is next.', StartView)
  show(): Promise<StartView> {
    return readStart(this.db);
  }
}
