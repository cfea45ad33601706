import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatInstant } from '../contract/http.js';
import { PriceLedger, PriceLedgerQuery } from '../contract/price-ledger.js';
import { ProductGroups, ProductHistory, ProductHistoryQuery } from '../contract/product-history.js';
import { ProductPlanQuery, ProductPlanView } from '../contract/product-plan.js';
import { planView } from '../contract/plans.js';
import { phaseOf } from '../core/feed/make-entry.js';
import { ZoneClock } from '../core/intake/zone.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { listBrands, listCategories } from '../db/stores/products.js';
import { readShop } from '../db/stores/settings.js';
import { priceLedger } from '../flow/price-ledger.js';
import { pastOfProduct, type PastOfProduct } from '../flow/product-history.js';
import { planOfProduct } from '../flow/product-plan.js';
import { Access } from './access.js';
import { Answer } from './answer.js';
import { Clock } from './providers.js';

/** What a product's page shows besides what is believed of it now. */
@ApiTags('products')
@Controller('api/v1')
export class ProductHistoryController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get('product-groups')
  @Access('viewer', { scope: 'read' })
  @Answer('Names the categories and the brands that products have.', ProductGroups)
  async groups(): Promise<ProductGroups> {
    return { categories: await listCategories(this.db.manager), brands: await listBrands(this.db.manager) };
  }

  @Get('products/:sku/history')
  @Access('viewer', { scope: 'read' })
  @Answer(
    'Shows stock, sales and prices of a product day by day, with its offers and what people decided.',
    ProductHistory,
  )
  async history(
    @Param('sku') sku: string,
    @Query({ schema: ProductHistoryQuery }) query: ProductHistoryQuery,
  ): Promise<ProductHistory> {
    const now = this.clock.now();
    const { timeZone } = await readShop(this.db.manager);
    return historyView(await pastOfProduct(this.db, sku, query, new ZoneClock(timeZone).dayOf(now)), timeZone, now);
  }

  @Get('products/:sku/price-ledger')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows what buyers paid for a product on each channel, from when to when and why.', PriceLedger)
  ledger(
    @Param('sku') sku: string,
    @Query({ schema: PriceLedgerQuery }) query: PriceLedgerQuery,
  ): Promise<PriceLedger> {
    return priceLedger(this.db, sku, query, this.clock.now());
  }

  @Get('products/:sku/plan')
  @Access('viewer', { scope: 'read' })
  @Answer('Plans the prices of a product that should be gone by a week, from what the last run saw.', ProductPlanView, {
    description: 'Nothing is kept. With other figures: `POST /api/v1/plans` takes `question` as it stands here.',
  })
  async plan(
    @Param('sku') sku: string,
    @Query({ schema: ProductPlanQuery }) { weeks, salvage, monotone }: ProductPlanQuery,
  ): Promise<ProductPlanView> {
    const found = await planOfProduct(this.db, sku, { weeks, salvage: salvage ?? null, monotone }, this.clock.now());
    const { stock, periods, prices, lifts, prior, ...end } = found.question;
    return {
      ...{ sku, asOf: formatDay(found.asOf), channels: found.channels },
      question: {
        ...{ stock, periods, prices: [...prices], lifts: [...lifts] },
        ...{ salvage: end.salvage, monotone: end.monotone, prior },
      },
      plan: planView(found.made),
      ifHeld: { expectedRevenue: found.held.expectedRevenue, expectedLeftover: found.held.expectedLeftover },
    };
  }
}

function historyView(past: PastOfProduct, timeZone: string, now: number): ProductHistory {
  const at = (instant: number): string => formatInstant(instant, timeZone);
  return {
    sku: past.sku,
    from: formatDay(past.from),
    to: formatDay(past.to),
    onHand: past.onHand,
    channels: past.channels,
    offers: past.offers.map((entry) => ({
      entryId: entry.id,
      suggestionId: entry.suggestionId,
      channel: entry.channelCode,
      kind: entry.kind,
      phase: phaseOf(entry, now),
      price: Number(entry.price),
      listPrice: Number(entry.listPrice),
      discountBp: entry.discountBp,
      startsAt: at(Number(entry.startsAt)),
      endsAt: entry.endsAt === null ? null : at(Number(entry.endsAt)),
      by: entry.decidedBy,
    })),
    decisions: past.decisions.map(({ channelCode, actor, at: instant, price, ...rest }) => ({
      ...rest,
      channel: channelCode,
      price: price === null ? null : Number(price),
      by: actor,
      at: at(Number(instant)),
    })),
  };
}
