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
import type { FactValue, Facts } from '../core/rules/rule.js';
import { formatDay, type Day } from '../core/units.js';
import { Database } from '../db/database.js';
import { listProducts, pricesOf, type ListedProduct } from '../db/stores/products.js';
import { latestGoodRun } from '../db/stores/runs.js';
import { readChannels, readShop } from '../db/stores/settings.js';
import { defaultAsOf } from '../flow/analyse.js';
import { ageProduct, describeProduct, type AgedProduct } from '../flow/product.js';
import { Access } from './access.js';
import { Answer } from './answer.js';
import { decodeCursor, pageFrom } from './paging.js';
import { Clock } from './providers.js';

/** More would wait so long that asking again is better. */
const WAITING_MAX = 10;

@ApiTags('products')
@Controller('api/v1/products')
export class ProductsController {
  /** Facts stand on the whole shop, so one product is described at a time. */
  private turn: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer', { scope: 'read' })
  @Answer('Lists products by SKU, with what the last good run found of their stock.', ProductPage)
  async list(@Query({ schema: ProductQuery }) query: ProductQuery): Promise<Page<ProductView>> {
    const { timeZone } = await readShop(this.db.manager);
    const run = await latestGoodRun(this.db.manager);
    const after = decodeCursor(query.after, z.string());
    const rows = await listProducts(this.db, run?.id ?? null, query, query.limit + 1, after);
    return pageFrom(
      rows,
      query.limit,
      (row) => row.sku,
      (row) => listed(row, timeZone),
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
    const factsOf = query.facts && aged.product.status === 'active' ? await this.facts(sku, asOf, today) : null;
    return { ...described(aged.product), ...stockOf(aged), channels: await this.channels(aged.product, factsOf) };
  }

  private async facts(sku: string, asOf: Day, today: Day): Promise<Map<string, Facts>> {
    if (this.waiting >= WAITING_MAX) {
      const message =
        'Too many products are being described at once: try again soon, or leave facts out (?facts=false).';
      throw new Refusal('unavailable', 'busy', message, { retryAfterS: 5 });
    }
    this.waiting++;
    const mine = this.turn.then(() => describeProduct(this.db, sku, asOf, today, this.clock.now()));
    this.turn = mine.catch(() => undefined);
    try {
      return new Map((await mine).channels.map(({ channel, facts }) => [channel, facts]));
    } finally {
      this.waiting--;
    }
  }

  /** Every channel where it is listed, priced or for sale, in the order of the channels. */
  private async channels(product: Product, factsOf: Map<string, Facts> | null): Promise<ProductDetail['channels']> {
    const now = this.clock.now();
    const { timeZone } = await readShop(this.db.manager);
    const { listings, entries } = await pricesOf(this.db, product.id);
    const at = (instant: number) => formatInstant(instant, timeZone);
    return (await readChannels(this.db.manager)).flatMap(({ id, code }) => {
      const listing = listings.find((each) => each.channelId === id) ?? null;
      const priced = entries.filter((entry) => entry.channelId === id && phaseOf(entry, now) !== 'ended');
      const facts = factsOf?.get(code) ?? null;
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
        },
      ];
    });
  }
}

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

function listed(row: ListedProduct, timeZone: string): ProductView {
  const { onHand, staleUnits, staleValue, isFlagged, ageDaysOldest } = row;
  return {
    ...described(row),
    stock:
      onHand === null
        ? null
        : {
            onHand,
            staleUnits: staleUnits ?? 0,
            staleValue: Number(staleValue ?? 0),
            isFlagged: isFlagged ?? false,
            ageDaysOldest,
          },
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
