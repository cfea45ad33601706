import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OutcomePage, OutcomeQuery, outcomeView, summaryView } from '../contract/outcomes.js';
import { summaryOf } from '../core/outcome/summary.js';
import { Database } from '../db/database.js';
import { listOutcomes, measuredOffers } from '../db/stores/outcomes.js';
import { readShop } from '../db/stores/settings.js';
import { Access } from './access.js';
import { Answer } from './answer.js';
import { afterId, pageFrom } from './paging.js';

@ApiTags('outcomes')
@Controller('api/v1/outcomes')
export class OutcomesController {
  constructor(private readonly db: Database) {}

  @Get()
  @Access('viewer', { scope: 'read' })
  @Answer(
    'Lists what approved offers brought against what would have been sold without them, newest first.',
    OutcomePage,
    {
      description:
        'Measured by every run: difference in differences against listings whose price stood still. An offer that cannot be ' +
        'measured says why.',
    },
  )
  async list(@Query({ schema: OutcomeQuery }) query: OutcomeQuery): Promise<OutcomePage> {
    const { timeZone } = await readShop(this.db.manager);
    const rows = await listOutcomes(this.db, query, query.limit + 1, afterId(query.after));
    return {
      ...pageFrom(
        rows,
        query.limit,
        (row) => row.entryId,
        (row) => outcomeView(row, timeZone),
      ),
      ...summaryView(summaryOf(await measuredOffers(this.db, query))),
    };
  }
}
