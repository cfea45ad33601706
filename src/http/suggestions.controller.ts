import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { formatInstant, IdParam, type Page } from '../contract/http.js';
import {
  BulkDecisions,
  DecisionBody,
  DecisionResult,
  DecisionResults,
  momentOf,
  SelectionDecision,
  SuggestionDetail,
  SuggestionPage,
  SuggestionQuery,
  SuggestionTotals,
  SuggestionView,
  TotalsQuery,
  WithdrawalBody,
  Withdrawals,
} from '../contract/suggestions.js';
import { OPEN_STATES } from '../core/approval/decide.js';
import type { Decision } from '../core/approval/suggestion.js';
import type { PriceEntry } from '../core/feed/entry.js';
import { phaseOf } from '../core/feed/make-entry.js';
import { ZoneClock } from '../core/intake/zone.js';
import { Refusal } from '../core/refusal.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { entryOfSuggestion } from '../db/stores/feed.js';
import { readShop } from '../db/stores/settings.js';
import {
  decisionsOf,
  findSuggestion,
  listSuggestions,
  totalSuggestions,
  type ListedSuggestion,
  type SuggestionFilter,
} from '../db/stores/suggestions.js';
import type { Principal } from '../flow/access.js';
import { decide, decideSelection, withdraw, type ItemRequest, type ItemResult } from '../flow/decide.js';
import { Access, BodyBytesMax, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { decodeCursor, pageFrom } from './paging.js';
import { Clock } from './providers.js';

/** The order is part of the cursor: a page of another order would skip rows. */
const Cursor = z.tuple([z.string(), z.string(), z.number().nullable(), z.int()]);

@ApiTags('suggestions')
@Controller('api/v1/suggestions')
export class SuggestionsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer', { scope: 'read' })
  @Answer('Lists suggestions, largest gain first; unknown gains come last.', SuggestionPage)
  async list(@Query({ schema: SuggestionQuery }) query: SuggestionQuery): Promise<Page<SuggestionView>> {
    const { timeZone } = await readShop(this.db.manager);
    const { sort, order, limit } = query;
    const after = decodeCursor(query.after, Cursor);
    if (after !== undefined && (after[0] !== sort || after[1] !== order)) {
      throw new Refusal('invalid', 'bad-cursor', 'This `after` belongs to a list in another order: begin anew.');
    }
    const rows = await listSuggestions(
      this.db,
      filterOf(query),
      { by: sort, direction: order },
      limit + 1,
      after === undefined ? null : { value: after[2], id: after[3] },
    );
    return pageFrom(
      rows,
      limit,
      (row) => [sort, order, row[sort], row.id],
      (row) => view(row, timeZone),
    );
  }

  @Get('totals')
  @Access('viewer', { scope: 'read' })
  @Answer('Counts and sums everything that a filter matches.', SuggestionTotals)
  async totals(@Query({ schema: TotalsQuery }) query: TotalsQuery): Promise<SuggestionTotals> {
    return totalSuggestions(this.db, filterOf(query));
  }

  @Get(':id')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows a suggestion with the whole why and what was decided.', SuggestionDetail)
  async show(@Param('id', { schema: IdParam }) id: number): Promise<SuggestionDetail> {
    const row = await findSuggestion(this.db, id);
    if (row === null) throw new Refusal('notFound', 'unknown-suggestion', `There is no suggestion ${id}.`);
    const { timeZone } = await readShop(this.db.manager);
    const decisions = await decisionsOf(this.db.manager, id);
    const entry = await entryOfSuggestion(this.db.manager, id);
    return detail(row, decisions, entry, timeZone, this.clock.now());
  }

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
  @Answer('Decides on all open suggestions that a filter matches, if they are as many as expected.', DecisionResults)
  async decideSelected(
    @Body({ schema: SelectionDecision }) body: SelectionDecision,
    @Who() who: Principal,
  ): Promise<DecisionResults> {
    const { state: states, kind: kinds, ...rest } = body.filter;
    const request = { action: body.action, reason: body.reason ?? null };
    const filter = { ...rest, states, kinds };
    return resultsView(await decideSelection(this.db, who, filter, body.expectedCount, request, this.clock.now()));
  }

  @Post('withdrawals')
  @Access('merchandiser')
  @Idempotent()
  @Answer('Takes approvals back, each by itself: the feed tells the sync jobs to put the prices back.', DecisionResults)
  async withdrawMany(
    @Body({ schema: Withdrawals }) body: Withdrawals,
    @Who() who: Principal,
  ): Promise<DecisionResults> {
    const requests = body.items.map((item) => ({
      id: item.id,
      expectedVersion: item.expectedVersion ?? null,
      reason: item.reason ?? null,
    }));
    return resultsView(await withdraw(this.db, who, requests, this.clock.now()));
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
  @Answer('Takes an approval back: the feed tells the sync jobs to put the price back.', DecisionResult)
  async withdrawOne(
    @Param('id', { schema: IdParam }) id: number,
    @Body({ schema: WithdrawalBody }) body: WithdrawalBody,
    @Who() who: Principal,
  ): Promise<DecisionResult> {
    const request = { id, expectedVersion: body.expectedVersion ?? null, reason: body.reason ?? null };
    return onlyResult(await withdraw(this.db, who, [request], this.clock.now()));
  }

  private async zone(): Promise<ZoneClock> {
    return new ZoneClock((await readShop(this.db.manager)).timeZone);
  }
}

function filterOf({ state, kind, ...rest }: TotalsQuery): SuggestionFilter {
  return { ...rest, states: state ?? OPEN_STATES, kinds: kind };
}

function requestOf(body: DecisionBody, zone: ZoneClock): Omit<ItemRequest, 'id'> {
  return {
    action: body.action,
    expectedVersion: body.expectedVersion ?? null,
    adjustment: {
      price: body.price ?? null,
      startsAt: body.startsAt === undefined ? null : momentOf(body.startsAt, zone),
      endsAt: body.endsAt === undefined ? null : momentOf(body.endsAt, zone),
    },
    reason: body.reason ?? null,
    confirmation: body.confirmation ?? null,
  };
}

function view(row: ListedSuggestion, timeZone: string): SuggestionView {
  const { why } = row;
  const age = why.facts['stock.ageDaysOldest'];
  return {
    id: row.id,
    runId: row.runId,
    sku: row.sku,
    name: row.productName,
    channel: row.channelCode,
    category: row.category,
    kind: row.kind,
    state: row.state as SuggestionView['state'],
    version: row.version,
    asOf: formatDay(row.asOf),
    price: row.price,
    listPrice: row.listPrice,
    currentPrice: row.currentPrice,
    discountBp: row.discountBp,
    staleValue: row.staleValue,
    ageDays: typeof age === 'number' ? age : null,
    gain: row.gain,
    rule: row.ruleName,
    needsSecondApproval: row.needsSecondApproval,
    sentence: why.sentence,
    offer: { ...row.offer },
    ifApproved: why.ifApproved,
    ifNothing: why.ifNothing,
    marks: why.marks,
    createdAt: formatInstant(row.createdAt, timeZone),
    expiresAt: formatInstant(row.expiresAt, timeZone),
  };
}

function detail(
  row: ListedSuggestion,
  decisions: Decision[],
  entry: PriceEntry | null,
  timeZone: string,
  now: number,
): SuggestionDetail {
  const { sentence, rule, matched, conditions, facts, guardrails } = row.why;
  return {
    ...view(row, timeZone),
    why: {
      sentence,
      rule,
      matched: matched.map((one) => ({ ...one })),
      conditions: conditions.map((one) => ({ ...one })),
      facts,
      guardrails: guardrails.map((one) => ({ ...one })),
    },
    decisions: decisions.map(({ action, fromState, toState, actor, at, reason, detail }) => ({
      action,
      from: fromState,
      to: toState,
      by: actor,
      at: formatInstant(at, timeZone),
      reason,
      detail,
    })),
    entry:
      entry === null
        ? null
        : {
            id: entry.id,
            revision: entry.revision,
            kind: entry.kind,
            phase: phaseOf(entry, now),
            price: entry.price,
            startsAt: formatInstant(entry.startsAt, timeZone),
            endsAt: entry.endsAt === null ? null : formatInstant(entry.endsAt, timeZone),
          },
  };
}

function resultView({ refusal, ...result }: ItemResult): DecisionResult {
  const problem =
    refusal === null
      ? null
      : { code: refusal.code, detail: refusal.message, values: refusal.values, errors: refusal.issues };
  return { ...result, problem };
}

function resultsView(results: ItemResult[]): DecisionResults {
  const refused = results.filter((result) => result.refusal !== null).length;
  return { done: results.length - refused, refused, items: results.map(resultView) };
}

/** Of one decision the refusal is the answer, with its own status. */
function onlyResult([result]: ItemResult[]): DecisionResult {
  if (result!.refusal !== null) throw result!.refusal;
  return resultView(result!);
}
