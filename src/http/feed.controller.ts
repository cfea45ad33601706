import { Body, Controller, Get, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  Acks,
  AckResults,
  Changes,
  ChangesQuery,
  CurrentPriceResults,
  CurrentPrices,
  DriftDecision,
  DriftPage,
  DriftSettled,
  DriftsQuery,
  FeedStatus,
  PricesQuery,
  Snapshot,
  StatusQuery,
} from '../contract/feed.js';
import { Database } from '../db/database.js';
import type { Principal } from '../flow/access.js';
import { listDrifts, reportPrices, settleDrift } from '../flow/drift.js';
import { acknowledge, feedStatus, notePull, readChanges } from '../flow/feed.js';
import { snapshotPage } from '../flow/snapshot.js';
import { Access, BodyBytesMax, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { matchesTag } from './feed-at-hand.js';
import { Clock } from './providers.js';

/** What sync jobs pull and report, channel by channel. docs/feed.md is for those who write one. */
@ApiTags('feed')
@Controller('api/v1/channels/:code')
export class FeedController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get('prices')
  @Access('viewer', { scope: ['feed', 'read'] })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'The ETag of the answer before.' })
  @ApiResponse({ status: 304, description: 'Nothing has changed since the ETag.' })
  @Answer('Tells what should be live on the channel now and next.', Snapshot)
  async prices(
    @Param('code') code: string,
    @Query({ schema: PricesQuery }) query: PricesQuery,
    @Headers('if-none-match') known: string | undefined,
    @Who() who: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.note(code, who);
    const page = await snapshotPage(this.db, code, query, this.clock.now());
    void reply.header('ETag', page.etag).header('Cache-Control', 'private, no-cache');
    if (page.next !== null) {
      const url = new URL(request.url, 'http://here');
      url.searchParams.set('after', page.next);
      void reply.header('Link', `<${url.pathname}${url.search}>; rel="next"`);
    }
    if (matchesTag(known, page.etag)) void reply.code(304).send();
    else void reply.type('application/json; charset=utf-8').send(page.body);
  }

  @Get('price-changes')
  @Access('viewer', { scope: ['feed', 'read'] })
  @Answer('Tells changes after a cursor, in the order in which they were made; safe to repeat.', Changes)
  async changes(
    @Param('code') code: string,
    @Query({ schema: ChangesQuery }) query: ChangesQuery,
    @Who() who: Principal,
  ): Promise<Changes> {
    await this.note(code, who);
    return readChanges(this.db, code, query, this.clock.now());
  }

  @Post('acks')
  @Access('merchandiser', { scope: 'feed' })
  @Idempotent({ required: true })
  @BodyBytesMax(4_194_304)
  @Answer('Takes what a sync job did with each entry; the answer tells which items were refused.', AckResults)
  async acks(
    @Param('code') code: string,
    @Body({ schema: Acks }) body: Acks,
    @Who() who: Principal,
  ): Promise<AckResults> {
    return acknowledge(this.db, code, body.items, who, this.clock.now());
  }

  @Post('current-prices')
  @Access('merchandiser', { scope: 'feed' })
  @Idempotent()
  @BodyBytesMax(4_194_304)
  @Answer(
    'Takes what a sync job sees on the channel; the answer tells where that is not our price.',
    CurrentPriceResults,
  )
  async currentPrices(
    @Param('code') code: string,
    @Body({ schema: CurrentPrices }) body: CurrentPrices,
    @Who() who: Principal,
  ): Promise<CurrentPriceResults> {
    return reportPrices(this.db, code, body.items, who, this.clock.now());
  }

  @Get('drifts')
  @Access('viewer', { scope: ['feed', 'read'] })
  @Answer('Lists the products whose price on the channel is not ours.', DriftPage)
  async drifts(@Param('code') code: string, @Query({ schema: DriftsQuery }) query: DriftsQuery): Promise<DriftPage> {
    return listDrifts(this.db, code, query, this.clock.now());
  }

  @Post('drifts/decision')
  @Access('merchandiser')
  @Idempotent()
  @Answer('Puts our price again, or accepts the one that the channel shows.', DriftSettled)
  async settle(
    @Param('code') code: string,
    @Body({ schema: DriftDecision }) body: DriftDecision,
    @Who() who: Principal,
  ): Promise<DriftSettled> {
    return settleDrift(this.db, code, body, who, this.clock.now());
  }

  @Get('feed-status')
  @Access('viewer', { scope: ['feed', 'read'] })
  @Answer('Shows what waits, is live, was refused and has drifted.', FeedStatus)
  async status(@Param('code') code: string, @Query({ schema: StatusQuery }) query: StatusQuery): Promise<FeedStatus> {
    return feedStatus(this.db, code, query, this.clock.now());
  }

  /** Only machines count as a pull: the owner looking at the feed is none. */
  private async note(code: string, who: Principal): Promise<void> {
    if (who.kind === 'key') await notePull(this.db, code, this.clock.now());
  }
}
