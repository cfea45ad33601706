import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  StaleFileQuery,
  StalePage,
  StaleQuery,
  StaleTotals,
  StaleTotalsQuery,
  StaleTrend,
  StaleTrendQuery,
  type StaleView,
} from '../contract/stock.js';
import { Refusal } from '../core/refusal.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { latestGoodRun } from '../db/stores/runs.js';
import { readShop } from '../db/stores/settings.js';
import { staleOf, staleTotals, type StaleOrder, type StaleRow } from '../db/stores/stock.js';
import { UserTable } from '../db/tables/shop.js';
import type { Principal } from '../flow/access.js';
import { staleCsv, staleXlsx, type StaleFile } from '../flow/stale-file.js';
import { staleFilter, staleTrend, sumStale } from '../flow/stale-stock.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { decodeCursor, pageFrom } from './paging.js';

const Cursor = z.object({ value: z.union([z.number(), z.string(), z.null()]), productId: z.int() });
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

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
      const totals = { products: 0, staleUnits: 0, staleValue: 0, inBucket: null };
      return { items: [], next: null, run: null, totals };
    }
    const scope = query.scope ?? (query.all === true ? 'all' : 'flagged');
    const filter = await staleFilter(this.db, run.id, { ...query, scope });
    const order: StaleOrder = { by: query.sort, direction: query.order };
    const rows = await staleOf(this.db, run.id, filter, query.limit + 1, order, decodeCursor(query.after, Cursor));
    const cursorOf = (row: StaleRow) => ({ value: row[query.sort], productId: row.productId });
    return {
      ...pageFrom(rows, query.limit, cursorOf, view),
      run: { id: run.id, asOf: formatDay(run.asOf) },
      totals: await staleTotals(this.db, run.id, filter),
    };
  }

  @Get('totals')
  @Access('viewer', { scope: 'read' })
  @Answer('Adds stale stock up by category and age, and names the products with most money in it.', StaleTotals)
  totals(@Query({ schema: StaleTotalsQuery }) query: StaleTotalsQuery): Promise<StaleTotals> {
    return sumStale(this.db, query.asOf ?? null);
  }

  @Get('trend')
  @Access('viewer', { scope: 'read' })
  @Answer('Tells how much stock was stale, week by week or run by run.', StaleTrend)
  trend(@Query({ schema: StaleTrendQuery }) query: StaleTrendQuery): Promise<StaleTrend> {
    return staleTrend(this.db, query);
  }

  @Get('products.csv')
  @Access('viewer', { scope: 'read' })
  @Answer('Gives the whole list as CSV, safe to open in a spreadsheet.', z.string(), { type: 'text/csv' })
  async csv(
    @Query({ schema: StaleFileQuery }) query: StaleFileQuery,
    @Who() who: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.fileOf(query, who);
    sendFile(reply, 'text/csv; charset=utf-8', file, 'csv', staleCsv(this.db, file));
  }

  @Get('products.xlsx')
  @Access('viewer', { scope: 'read' })
  @Answer('Gives the whole list as an XLSX workbook.', z.string(), {
    type: XLSX,
    description: 'At most 1,048,575 products, as many as a sheet holds: `too-many-rows` otherwise.',
  })
  async xlsx(
    @Query({ schema: StaleFileQuery }) query: StaleFileQuery,
    @Who() who: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.fileOf(query, who);
    sendFile(reply, XLSX, file, 'xlsx', await staleXlsx(this.db, file));
  }

  /** @throws Refusal `no-run`: there is nothing to write into a file */
  private async fileOf(query: StaleFileQuery, who: Principal): Promise<StaleFile> {
    const run = await latestGoodRun(this.db.manager);
    if (run === null) throw new Refusal('notFound', 'no-run', 'No run has looked at the stock yet: start one first.');
    const shop = await readShop(this.db.manager);
    const user = who.userId === null ? null : await this.db.manager.findOneBy(UserTable, { id: who.userId });
    return {
      run,
      filter: await staleFilter(this.db, run.id, query),
      order: { by: query.sort, direction: query.order },
      shop,
      language: query.language ?? user?.locale ?? shop.locale,
    };
  }
}

function sendFile(
  reply: FastifyReply,
  type: string,
  { run }: StaleFile,
  ending: string,
  body: AsyncIterable<string | Uint8Array>,
): void {
  void reply
    .type(type)
    .header('Content-Disposition', `attachment; filename="larisin-stale-${formatDay(run.asOf)}.${ending}"`)
    .header('Cache-Control', 'no-store')
    .send(reply.request.method === 'HEAD' ? '' : Readable.from(body));
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
