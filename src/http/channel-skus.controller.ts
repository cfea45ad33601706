import { Body, Controller, Delete, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  ChannelSkuChange,
  ChannelSkuPage,
  ChannelSkuQuery,
  ChannelSkuRemoval,
  ChannelSkusSaid,
  UnmappedCounts,
  UnmappedPage,
  UnmappedQuery,
  type ChannelSkuView,
  type UnmappedView,
} from '../contract/channel-skus.js';
import { formatInstant, type Page } from '../contract/http.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { listChannelSkus, listUnmapped } from '../db/stores/channel-skus.js';
import { readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { forgetChannelSku, likelyProducts, sayChannelSkus, unmappedByChannel } from '../flow/channel-skus.js';
import { findChannel } from '../flow/shop.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { decodeCursor, pageFrom } from './paging.js';
import { Clock, WORK, type Work } from './providers.js';

const KnownCursor = z.tuple([z.string(), z.string()]);
const UnmappedCursor = z.tuple([z.number(), z.string()]);

@ApiTags('channels')
@Controller('api/v1')
export class ChannelSkusController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(WORK) private readonly work: Work,
  ) {}

  @Get('unmapped-skus')
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Tells on which channels rows wait for a product, and for how many.', UnmappedCounts)
  async counts(): Promise<UnmappedCounts> {
    return { items: await unmappedByChannel(this.db) };
  }

  @Get('channels/:code/skus')
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Lists what a channel calls the products: what somebody has said, and the ids of listings.', ChannelSkuPage)
  async list(
    @Param('code') code: string,
    @Query({ schema: ChannelSkuQuery }) { limit, after, ours, ...filter }: ChannelSkuQuery,
  ): Promise<Page<ChannelSkuView>> {
    const { id } = await findChannel(this.db, code);
    const { timeZone } = await readShop(this.db.manager);
    const last = decodeCursor(after, KnownCursor);
    const rows = await listChannelSkus(this.db.manager, id, { ...filter, isOurs: ours }, limit + 1, last);
    return pageFrom(
      rows,
      limit,
      ({ channelSku, sku }) => [channelSku, sku ?? ''],
      (row) => ({ ...row, updatedAt: formatInstant(row.updatedAt, timeZone) }),
    );
  }

  @Put('channels/:code/skus')
  @Access('merchandiser', { scope: 'ingest' })
  @Idempotent()
  @Answer(
    'Says what a channel calls some products, or that it is not ours; rows that waited are imported.',
    ChannelSkusSaid,
    {
      description: 'All pairs or none. What is not named here stays as it is.',
    },
  )
  async say(
    @Param('code') code: string,
    @Body({ schema: ChannelSkuChange }) { items }: ChannelSkuChange,
    @Who() who: Principal,
  ): Promise<ChannelSkusSaid> {
    const said = await sayChannelSkus(this.db, code, items, who, this.clock.now());
    this.work.nudge();
    return said;
  }

  @Delete('channels/:code/skus')
  @Access('merchandiser', { scope: 'ingest' })
  @Idempotent()
  @Answer('Forgets what somebody has said of a channel’s SKU; what was put aside waits again.', null, {
    description: 'What was imported by it stays.',
  })
  async forget(
    @Param('code') code: string,
    @Query({ schema: ChannelSkuRemoval }) { channelSku }: ChannelSkuRemoval,
    @Who() who: Principal,
  ): Promise<void> {
    await forgetChannelSku(this.db, code, channelSku, who, this.clock.now());
    this.work.nudge();
  }

  @Get('channels/:code/unmapped')
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Lists what rows of a channel wait for, the most money first.', UnmappedPage)
  async unmapped(
    @Param('code') code: string,
    @Query({ schema: UnmappedQuery }) { limit, after, search, likely }: UnmappedQuery,
  ): Promise<Page<UnmappedView>> {
    const { id } = await findChannel(this.db, code);
    const { timeZone } = await readShop(this.db.manager);
    const rows = await listUnmapped(this.db.manager, id, search, limit + 1, decodeCursor(after, UnmappedCursor));
    const products = likely === true ? await likelyProducts(this.db, rows.slice(0, limit)) : new Map<string, never[]>();
    const day = (value: number | null) => (value === null ? null : formatDay(value));
    return pageFrom(
      rows,
      limit,
      ({ money, channelSku }) => [money, channelSku],
      ({ firstDay, lastDay, lastSeenAt, ...row }) => ({
        ...row,
        firstDay: day(firstDay),
        lastDay: day(lastDay),
        lastSeenAt: formatInstant(lastSeenAt, timeZone),
        likely: products.get(row.channelSku) ?? [],
      }),
    );
  }
}
