import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { IdParam } from '../contract/http.js';
import { QuoteRequest, QuoteView, quoteView } from '../contract/quotes.js';
import {
  BulkDecisions,
  DecisionBody,
  DecisionResult,
  DecisionResults,
  momentOf,
  ReopeningBody,
  Reopenings,
  SelectionDecision,
  SelectionResults,
  WithdrawalBody,
  WithdrawalResult,
  WithdrawalResults,
  Withdrawals,
} from '../contract/suggestions.js';
import type { Adjustment } from '../core/approval/terms.js';
import { ZoneClock } from '../core/intake/zone.js';
import { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { decide, decideSelection, reopen, withdraw, type ItemRequest, type UndoRequest } from '../flow/decide.js';
import type { ItemResult } from '../flow/decision-item.js';
import { quote } from '../flow/quote.js';
import { Access, BodyBytesMax, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { decodeCursor, encodeCursor } from './paging.js';
import { Clock } from './providers.js';
import { storeFilter } from './suggestion-filter.js';

/** How far a selection has been decided on: the last id of the call before, and of the selection. */
const SelectionCursor = z.tuple([z.int(), z.int()]);

/** What people say to suggestions, and what they take back. */
@ApiTags('suggestions')
@Controller('api/v1/suggestions')
export class DecisionsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Post('decisions')
  @Access('merchandiser')
  @Idempotent()
  @BodyBytesMax(4_194_304)
  @Answer('Decides on many suggestions, each by itself; the answer tells what became of each.', DecisionResults)
  async decideMany(
    @Body({ schema: BulkDecisions }) body: BulkDecisions,
    @Who() who: Principal,
  ): Promise<DecisionResults> {
    const zone = await this.zone();
    const requests = body.items.map((item) => ({ ...requestOf(item, zone), id: item.id }));
    return resultsView(await decide(this.db, who, requests, this.clock.now()));
  }

  @Post('decisions/selection')
  @Access('merchandiser')
  @Idempotent()
  @Answer('Decides on all open suggestions that a filter matches, if they are as many as expected.', SelectionResults, {
    description: 'Up to 1,000 a call: while `next` is not null, send the same with it as `after`.',
  })
  async decideSelected(
    @Body({ schema: SelectionDecision }) body: SelectionDecision,
    @Who() who: Principal,
  ): Promise<SelectionResults> {
    const { action, reason, expectedCount, limit } = body;
    const place = decodeCursor(body.after, SelectionCursor);
    const from = place === undefined ? null : { afterId: place[0], throughId: place[1] };
    const { state: states, ...rest } = body.filter;
    const selection = { filter: { ...storeFilter(rest), states }, expectedCount, from, limit };
    const request = { action, reason: reason ?? null };
    const { results, next, left } = await decideSelection(this.db, who, selection, request, this.clock.now());
    return {
      ...resultsView(results),
      left,
      next: next === null ? null : encodeCursor([next.afterId, next.throughId]),
    };
  }

  @Post('withdrawals')
  @Access('merchandiser')
  @Idempotent()
  @Answer(
    'Takes approvals back, each by itself: the feed tells the sync jobs to put the prices back.',
    WithdrawalResults,
  )
  async withdrawMany(
    @Body({ schema: Withdrawals }) body: Withdrawals,
    @Who() who: Principal,
  ): Promise<WithdrawalResults> {
    return resultsView(await withdraw(this.db, who, body.items.map(undoOf), this.clock.now(), body.toInbox));
  }

  @Post('reopenings')
  @Access('merchandiser')
  @Idempotent()
  @Answer(
    'Opens suggestions again that were rejected, seen, half approved or withdrawn, each by itself.',
    DecisionResults,
  )
  async reopenMany(@Body({ schema: Reopenings }) body: Reopenings, @Who() who: Principal): Promise<DecisionResults> {
    return resultsView(await reopen(this.db, who, body.items.map(undoOf), this.clock.now()));
  }

  @Post(':id/quote')
  @Access('merchandiser')
  @Answer(
    'Says what a price would bring, which limits it crosses and what a decision for it would come to.',
    QuoteView,
    {
      description: 'Nothing is written. With an empty body it is about the suggestion as proposed.',
    },
  )
  async quote(
    @Param('id', { schema: IdParam }) id: number,
    @Body({ schema: QuoteRequest }) body: QuoteRequest,
    @Who() who: Principal,
  ): Promise<QuoteView> {
    const zone = await this.zone();
    const asked = Object.keys(body).length === 0 ? null : adjustmentOf(body, zone);
    const found = await quote(this.db, who, id, asked, this.clock.now());
    return quoteView(found.suggestion, found.quote, zone.zone);
  }

  @Post(':id/decision')
  @Access('merchandiser')
  @Idempotent()
  @Answer('Approves, adjusts or rejects a suggestion.', DecisionResult)
  async decideOne(
    @Param('id', { schema: IdParam }) id: number,
    @Body({ schema: DecisionBody }) body: DecisionBody,
    @Who() who: Principal,
  ): Promise<DecisionResult> {
    const request = { ...requestOf(body, await this.zone()), id };
    return onlyResult(await decide(this.db, who, [request], this.clock.now()));
  }

  @Post(':id/withdrawal')
  @Access('merchandiser')
  @Idempotent()
  @Answer('Takes an approval back: the feed tells the sync jobs to put the price back.', WithdrawalResult)
  async withdrawOne(
    @Param('id', { schema: IdParam }) id: number,
    @Body({ schema: WithdrawalBody }) body: WithdrawalBody,
    @Who() who: Principal,
  ): Promise<WithdrawalResult> {
    return onlyResult(await withdraw(this.db, who, [undoOf({ ...body, id })], this.clock.now(), body.toInbox));
  }

  @Post(':id/reopening')
  @Access('merchandiser')
  @Idempotent()
  @Answer('Opens a suggestion again that was rejected, seen, half approved or withdrawn.', DecisionResult)
  async reopenOne(
    @Param('id', { schema: IdParam }) id: number,
    @Body({ schema: ReopeningBody }) body: ReopeningBody,
    @Who() who: Principal,
  ): Promise<DecisionResult> {
    return onlyResult(await reopen(this.db, who, [undoOf({ ...body, id })], this.clock.now()));
  }

  private async zone(): Promise<ZoneClock> {
    return new ZoneClock((await readShop(this.db.manager)).timeZone);
  }
}

function requestOf(body: DecisionBody, zone: ZoneClock): Omit<ItemRequest, 'id'> {
  return {
    action: body.action,
    expectedVersion: body.expectedVersion ?? null,
    adjustment: adjustmentOf(body, zone),
    reason: body.reason ?? null,
    confirmation: body.confirmation ?? null,
  };
}

function adjustmentOf({ price, startsAt, endsAt }: QuoteRequest, zone: ZoneClock): Adjustment {
  return {
    price: price ?? null,
    startsAt: startsAt === undefined ? null : momentOf(startsAt, zone),
    endsAt: endsAt === undefined ? null : momentOf(endsAt, zone),
  };
}

function undoOf(item: { id: number; expectedVersion?: number | undefined; reason?: string | undefined }): UndoRequest {
  return { id: item.id, expectedVersion: item.expectedVersion ?? null, reason: item.reason ?? null };
}

function resultView<Result extends ItemResult>({
  refusal,
  ...result
}: Result): Omit<Result, 'refusal'> & DecisionResult {
  const problem =
    refusal === null
      ? null
      : { code: refusal.code, detail: refusal.message, values: refusal.values, errors: refusal.issues };
  return { ...result, problem };
}

function resultsView<Result extends ItemResult>(results: Result[]) {
  const refused = results.filter((result) => result.refusal !== null).length;
  return { done: results.length - refused, refused, items: results.map(resultView<Result>) };
}

/** Of one decision the refusal is the answer, with its own status. */
function onlyResult<Result extends ItemResult>([result]: Result[]): Omit<Result, 'refusal'> & DecisionResult {
  if (result!.refusal !== null) throw result!.refusal;
  return resultView(result!);
}
