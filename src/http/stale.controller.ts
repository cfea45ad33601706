import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { StalePage, StaleQuery, type StaleView } from '../contract/stock.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { latestGoodRun } from '../db/stores/runs.js';
import { staleOf, staleTotals, type StaleRow } from '../db/stores/stock.js';
import { Access } from './access.js';
import { Answer } from './answer.js';
import { decodeCursor, pageFrom } from './paging.js';

const Cursor = z.object({ staleValue: z.int(), productId: z.int() });

@ApiTags('stock')
@Controller('api/v1/stale')
export class StaleController {
  constructor(private readonly db: Database) {}

  @Get()
  @Access('viewer', { scope: 'read' })
  @Answer('Lists stale products as the last good run found them, most money first.', StalePage)
  async list(@Query({ schema: StaleQuery }) query: StaleQuery): Promise<StalePage> {
    const run = await latestGoodRun(this.db.manager);
    if (run === null) {
      return { items: [], next: null, run: null, totals: { products: 0, staleUnits: 0, staleValue: 0 } };
    }
    const after = decodeCursor(query.after, Cursor);
    const rows = await staleOf(this.db, run.id, query, query.limit + 1, after);
    const cursorOf = ({ staleValue, productId }: StaleRow) => ({ staleValue, productId });
    return {
      ...pageFrom(rows, query.limit, cursorOf, view),
      run: { id: run.id, asOf: formatDay(run.asOf) },
      totals: await staleTotals(this.db, run.id, query),
    };
  }
}

function view(row: StaleRow): StaleView {
  const { sku, name, category, onHand, staleUnits, staleValue, isFlagged, ageDaysOldest, ageIsAtLeast } = row;
  return {
    sku,
    name,
    category,
    onHand,
    staleUnits,
    staleValue,
    isFlagged,
    ageDaysOldest,
    ageDaysAverage: row.ageDeciDaysAverage === null ? null : row.ageDeciDaysAverage / 10,
    ageIsAtLeast,
    daysSinceLastSale: row.daysSinceLastSale,
    units30: row.units30,
    buckets: row.detail.buckets,
    layers: row.detail.layers.map((layer) => ({ ...layer, receivedOn: formatDay(layer.receivedOn) })),
    marks: row.detail.marks,
  };
}
