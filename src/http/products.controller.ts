import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { formatInstant, type Page } from '../contract/http.js';
import {
  ProductDetail,
  ProductDetailQuery,
  ProductPage,
  ProductQuery,
  type ProductView,
} from '../contract/products.js';
import { phaseOf } from '../core/feed/make-entry.js';
import type { Product } from '../core/intake/records.js';
import { ZoneClock } from '../core/intake/zone.js';
import { Refusal } from '../core/refusal.js';
import type { FactValue } from '../core/rules/rule.js';
import { formatDay, type Day } from '../core/units.js';
import { Database } from '../db/database.js';
import { openSuggestions } from '../db/stores/product-past.js';
import { listProducts, PRODUCT_SORTS, pricesOf, type ListedProduct } from '../db/stores/products.js';
import { latestGoodRun } from '../db/stores/runs.js';
import { readChannels, readShop } from '../db/stores/settings.js';
import { defaultAsOf } from '../flow/analyse.js';
import { ageProduct, describeProduct, type AgedProduct, type ProductDetail as Described } from '../flow/product.js';
import { describeInRun } from '../flow/run-facts.js';
import { Access } from './access.js';
import { Answer } from './answer.js';
import { decodeCursor, pageFrom } from './paging.js';
import { Clock } from './providers.js';

/** More would wait so long that asking again is better. */
const WAITING_MAX = 10;
/** The order is part of the cursor: a page of another order would skip rows. */
const Cursor = z.tuple([z.enum(PRODUCT_SORTS), z.enum(['asc', 'desc']), z.number().nullable(), z.string()]);

@ApiTags('products')
@Controller('api/v1/products')
export class ProductsController {
  /** Facts of another day than the last run's stand on the whole shop, so one product is described at a time. */
  private turn: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer', { scope: 'read' })
  @Answer('Lists products, with what the last good run found of their stock.', ProductPage)
  async list(@Query({ schema: ProductQuery }) query: ProductQuery): Promise<Page<ProductView>> {
    const { timeZone } = await readShop(this.db.manager);
    const run = await latestGoodRun(this.db.manager);
    const { sort: by, limit } = query;
    const direction = query.order ?? (by === 'sku' ? 'asc' : 'desc');
    const after = decodeCursor(query.after, Cursor);
    if (after !== undefined && (after[0] !== by || after[1] !== direction)) {
      throw new Refusal('invalid', 'bad-cursor', 'This `after` belongs to a list in another order: begin anew.');
    }
    const last = after === undefined ? null : { value: after[2], sku: after[3] };
    const rows = await listProducts(this.db, run?.id ?? null, query, { by, direction }, limit + 1, last);
    const open = await openSuggestions(
      this.db,
      rows.map(({ id }) => id),
    );
    return pageFrom(
      rows,
      limit,
      (row) => [by, direction, by === 'sku' ? null : row[by], row.sku],
      (row) => listed(row, open.get(row.id) ?? 0, timeZone),
    );
  }

  @Get(':sku')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows a product: layers, ages, prices, and what rules read of it on each channel.', ProductDetail, {
    description: 'The SKU stands percent-encoded in the address: `A/1` is `A%2F1`.',
  })
  async show(
    @Param('sku') sku: string,
    @Query({ schema: ProductDetailQuery }) query: ProductDetailQuery,
  ): Promise<ProductDetail> {
    const now = this.clock.now();
    const { timeZone } = await readShop(this.db.manager);
    const today = new ZoneClock(timeZone).dayOf(now);
    const asOf = query.asOf ?? (await defaultAsOf(this.db, today));
    const aged = await ageProduct(this.db, sku, asOf, today);
    const isRead = query.facts && aged.product.status === 'active';
    const seen = isRead ? await this.factsOf(aged, query.asOf ?? null, today) : null;
    return {
      ...described(aged.product),
      ...stockOf(aged),
      factsOf: seen === null ? null : { runId: seen.runId, asOf: formatDay(seen.asOf) },
      channels: await this.channels(aged.product, seen?.on ?? null),
    };
  }

  /** What the last run saw; of another day than its own, or before there is any, it is worked out. */
  private async factsOf(
    { product, asOf }: AgedProduct,
    asked: Day | null,
    today: Day,
  ): Promise<{ runId: number | null; asOf: Day; on: Map<string, OnChannel> }> {
    const run = await latestGoodRun(this.db.manager);
    const byChannel = (channels: OnChannel[]) => new Map(channels.map((each) => [each.channel, each]));
    if (run !== null && (asked ?? run.asOf) === run.asOf) {
      return { runId: run.id, asOf: run.asOf, on: byChannel(await describeInRun(this.db, run, product.id)) };
    }
    return { runId: null, asOf, on: byChannel(await this.workedOut(product.sku, asOf, today)) };
  }

  private async workedOut(sku: string, asOf: Day, today: Day): Promise<OnChannel[]> {
    if (this.waiting >= WAITING_MAX) {
      const message =
        'Too many products are being described at once: try again soon, or leave facts out (?facts=false).';
      throw new Refusal('unavailable', 'busy', message, { retryAfterS: 5 });
    }
    this.waiting++;
    const mine = this.turn.then(() => describeProduct(this.db, sku, asOf, today, this.clock.now()));
    this.turn = mine.catch(() => undefined);
    try {
      return (await mine).channels;
    } finally {
      this.waiting--;
    }
  }

  /** Every channel where it is listed, priced or for sale, in the order of the channels. */
  private async channels(product: Product, factsOf: Map<string, OnChannel> | null): Promise<ProductDetail['channels']> {
    const now = this.clock.now();
    const { timeZone } = await readShop(this.db.manager);
    const { listings, entries } = await pricesOf(this.db, product.id);
    const at = (instant: number) => formatInstant(instant, timeZone);
    return (await readChannels(this.db.manager)).flatMap(({ id, code }) => {
      const listing = listings.find((each) => each.channelId === id) ?? null;
      const priced = entries.filter((entry) => entry.channelId === id && phaseOf(entry, now) !== 'ended');
      const { facts = null, demand = null } = factsOf?.get(code) ?? {};
      if (listing === null && priced.length === 0 && facts === null) return [];
      return [
        {
          channel: code,
          basePrice: listing?.price ?? product.price,
          listing: listing === null ? null : listingView(listing),
          approved: priced.map((entry) => ({
            id: entry.id,
            kind: entry.kind,
            phase: phaseOf(entry, now),
            price: entry.price,
            startsAt: at(entry.startsAt),
            endsAt: entry.endsAt === null ? null : at(entry.endsAt),
          })),
          facts: facts as Record<string, Exclude<FactValue, null>> | null,
          demand,
        },
      ];
    });
  }
}

type OnChannel = Described['channels'][number];

const listingView = ({
  price,
  minPrice,
  maxPrice,
  externalId,
  externalVariantId,
}: NonNullable<ProductDetail['channels'][number]['listing']>) => ({
  ...{ price, minPrice, maxPrice },
  ...{ externalId, externalVariantId },
});

function described(product: Omit<Product, 'createdAt' | 'updatedAt'>) {
  const { sku, name, category, brand, tags, cost, price, firstStockedOn, staleAfterDays, status, isStub } = product;
  return {
    ...{ sku, name, category, brand, tags, cost, price, staleAfterDays, status, isStub },
    firstStockedOn: firstStockedOn === null ? null : formatDay(firstStockedOn),
  };
}

function listed(row: ListedProduct, openSuggestions: number, timeZone: string): ProductView {
  const { onHand, staleUnits, staleValue, isFlagged, ageDaysOldest, units30, daysSinceLastSale } = row;
  return {
    ...described(row),
    stock:
      onHand === null
        ? null
        : {
            onHand,
            staleUnits: staleUnits ?? 0,
            staleValue: staleValue ?? 0,
            isFlagged: isFlagged ?? false,
            ageDaysOldest,
            units30: units30 ?? 0,
            daysSinceLastSale,
          },
    openSuggestions,
    updatedAt: formatInstant(row.updatedAt, timeZone),
  };
}

function stockOf({ report }: AgedProduct): Pick<ProductDetail, 'asOf' | 'stock'> {
  const { asOf, ageDeciDaysAverage: _, oldestIsAtLeast: __, layers, ...stock } = report;
  return {
    asOf: formatDay(asOf),
    stock: { ...stock, layers: layers.map((layer) => ({ ...layer, receivedOn: formatDay(layer.receivedOn) })) },
  };
}
