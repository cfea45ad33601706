import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { reasonsView } from '../contract/reasons.js';
import { channelView } from '../contract/why.js';
import { formatInstant, IdParam, PageQuery, type Page } from '../contract/http.js';
import {
  StandingDecision,
  StandingDecisionPage,
  SuggestionDetail,
  SuggestionPage,
  SuggestionQuery,
  SuggestionTotals,
  SuggestionView,
  TotalsQuery,
} from '../contract/suggestions.js';
import { SuggestionForecast } from '../contract/suggestion-forecast.js';
import { APPROVED_STATES, OPEN_STATES } from '../core/approval/step.js';
import type { Decision, Estimate } from '../core/approval/suggestion.js';
import type { Ack, PriceEntry } from '../core/feed/entry.js';
import { phaseOf } from '../core/feed/make-entry.js';
import { Refusal } from '../core/refusal.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { entryOfSuggestion, newestAck } from '../db/stores/feed.js';
import { publishedRules, readShop } from '../db/stores/settings.js';
import {
  decisionsOf,
  findSuggestion,
  listSuggestions,
  standingDecisions,
  totalSuggestions,
  type ListedSuggestion,
  type SuggestionFilter,
} from '../db/stores/suggestions.js';
import { forecastSuggestion, type ForecastOfSuggestion } from '../flow/suggestion-forecast.js';
import { Access } from './access.js';
import { Answer } from './answer.js';
import { afterId, decodeCursor, pageFrom } from './paging.js';
import { Clock } from './providers.js';
import { storeFilter } from './suggestion-filter.js';

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

  @Get('decided')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists what people have decided and nobody has taken back, newest first.', StandingDecisionPage)
  async decided(@Query({ schema: PageQuery }) { limit, after }: PageQuery): Promise<Page<StandingDecision>> {
    const { timeZone } = await readShop(this.db.manager);
    const rows = await standingDecisions(this.db, limit + 1, afterId(after) ?? null);
    const now = this.clock.now();
    return pageFrom(
      rows,
      limit,
      ({ decision }) => decision.id,
      ({ suggestion, decision }) => ({
        suggestion: view(suggestion, timeZone),
        decision: decisionView(decision, timeZone),
        undo: undoOf(suggestion, now),
      }),
    );
  }

  @Get(':id')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows a suggestion with the whole why and what was decided.', SuggestionDetail)
  async show(@Param('id', { schema: IdParam }) id: number): Promise<SuggestionDetail> {
    const row = await findSuggestion(this.db, id);
    if (row === null) throw unknownSuggestion(id);
    const shop = await readShop(this.db.manager);
    const { rules } = (await publishedRules(this.db.manager)).body;
    const reasons = reasonsView(row.why, new Map(rules.map(({ name, title }) => [name, title])), {
      code: shop.currency,
      scale: shop.scale,
    });
    const decisions = await decisionsOf(this.db.manager, id);
    const entry = await entryOfSuggestion(this.db.manager, id);
    const ack = entry === null ? null : await newestAck(this.db.manager, entry.id);
    return detail(row, reasons, decisions, entry, ack, shop.timeZone, this.clock.now());
  }

  @Get(':id/forecast')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows how the stock is expected to go down day by day, with the suggestion and without.', SuggestionForecast)
  async forecast(@Param('id', { schema: IdParam }) id: number): Promise<SuggestionForecast> {
    const row = await findSuggestion(this.db, id);
    if (row === null) throw unknownSuggestion(id);
    return forecastView(await forecastSuggestion(this.db, row, this.clock.now()));
  }
}

function unknownSuggestion(id: number): Refusal {
  return new Refusal('notFound', 'unknown-suggestion', `There is no suggestion ${id}.`);
}

function forecastView({ asOf, onHand, ahead, reason }: ForecastOfSuggestion): SuggestionForecast {
  const columns = (days: readonly Estimate[]) => ({
    mean: days.map(({ mean }) => mean),
    low: days.map(({ low }) => low),
    high: days.map(({ high }) => high),
  });
  return {
    asOf: asOf === null ? null : formatDay(asOf),
    onHand,
    ifApproved: ahead === null ? null : columns(ahead.ifApproved),
    ifNothing: ahead === null ? null : columns(ahead.ifNothing),
    reason,
  };
}

function filterOf({ state, ...rest }: TotalsQuery): SuggestionFilter {
  return { ...storeFilter(rest), states: state ?? OPEN_STATES };
}

function view(row: ListedSuggestion, timeZone: string): SuggestionView {
  const { why, firstApproval } = row;
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
    ageDays: row.ageDays,
    onHand: numberOr(why.facts['stock.onHand']),
    staleUnits: numberOr(why.facts['stock.staleUnits']),
    gain: row.gain,
    atStake: row.atStake,
    discountGiven: row.discountGiven,
    rule: row.ruleName,
    needsSecondApproval: row.needsSecondApproval,
    firstApproval: firstApproval === null ? null : { ...firstApproval, at: formatInstant(firstApproval.at, timeZone) },
    sentence: why.sentence,
    offer: { ...row.offer },
    ifApproved: why.ifApproved,
    ifNothing: why.ifNothing,
    marks: why.marks,
    createdAt: formatInstant(row.createdAt, timeZone),
    expiresAt: formatInstant(row.expiresAt, timeZone),
  };
}

function decisionView({ action, fromState, toState, actor, at, reason, detail }: Decision, timeZone: string) {
  return { action, from: fromState, to: toState, by: actor, at: formatInstant(at, timeZone), reason, detail };
}

/** A price that was approved can be withdrawn after the suggestion's time, too. */
function undoOf({ state, kind, expiresAt }: ListedSuggestion, now: number): StandingDecision['undo'] {
  if (APPROVED_STATES.includes(state) && kind !== 'alert') return 'withdraw';
  return now < expiresAt ? 'reopen' : null;
}

const numberOr = (fact: unknown): number | null => (typeof fact === 'number' ? fact : null);

function detail(
  row: ListedSuggestion,
  reasons: ReturnType<typeof reasonsView>,
  decisions: Decision[],
  entry: PriceEntry | null,
  ack: Ack | null,
  timeZone: string,
  now: number,
): SuggestionDetail {
  const { sentence, rule, facts } = row.why;
  return {
    ...view(row, timeZone),
    why: {
      sentence,
      rule,
      ...reasons,
      facts,
      ...channelView(row.why),
    },
    decisions: decisions.map((decision) => decisionView(decision, timeZone)),
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
            acknowledged: ack === null ? null : acknowledgement(ack, timeZone),
          },
  };
}

function acknowledgement({ revision, status, code, message, appliedPrice, at }: Ack, timeZone: string) {
  return { revision, status, code, message, appliedPrice, at: formatInstant(at, timeZone) };
}
