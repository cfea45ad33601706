import type { Candidate } from '../draft.js';
import { createAnalysis, suggest, type AnalysisSettings } from '../pipeline.js';
import { numberInput } from '../sheet.js';
import { windowFor } from '../approval/window.js';
import { ZoneClock } from '../intake/zone.js';
import { genericProfile } from '../pricing/channel-profile.js';
import { DAY_MS } from '../units.js';
import { CHANNELS, dayAt, instantAt, SHOP, type GameSettings } from './game.js';
import type { PriceMove, Pricer, Stall } from './stall.js';

/** Whether the owner says yes to a suggestion. */
export type Approval = (suggestion: Candidate) => boolean;

/**
 * The engine as every shop has it, in the loop: each morning it analyses what is on the books up to last night under the
 * policy and the rules it is given, and what the owner approves of its discounts, vouchers and restores holds from that
 * morning on, as long as the policy says. It sees sales, receipts, prices and its own past decisions, nothing of the truth.
 */
export function engine({ rules, policy, fees }: GameSettings, approves: Approval, name = 'engine'): Pricer {
  const clock = new ZoneClock(SHOP.timeZone);
  const settingsOn = (t: number): AnalysisSettings => ({
    ...{ shop: SHOP, channels: CHANNELS, policy, fees, rules, ruleSetVersion: 1, policyVersion: 1 },
    ...{ asOf: dayAt(t - 1), asOfEnd: instantAt(t), now: instantAt(t) },
  });
  return {
    name,
    morning(t, stalls) {
      const settings = settingsOn(t);
      const moves: PriceMove[] = [];
      for (const candidate of suggestionsOn(stalls, settings)) {
        const move = moveOf(candidate, policy.discountDays, t, clock);
        if (move !== null && approves(candidate)) moves.push(move);
      }
      return moves;
    },
  };
}

/** What the engine suggests on the histories of all products that have come in yet, before it is put into words. */
function suggestionsOn(stalls: readonly Stall[], settings: AnalysisSettings): Candidate[] {
  const analysis = createAnalysis(settings, stalls.length * CHANNELS.length);
  for (const { history } of stalls) {
    // This morning's deliveries are on the shelf but not yet on last night's books.
    if (history.receipts.length > 0 && history.receipts[0]!.day <= settings.asOf) {
      analysis.add(asOfBooks(history, settings.asOf));
    }
  }
  return suggest(
    analysis.sheets(() => null),
    settings,
  ).candidates;
}

function asOfBooks(history: Stall['history'], asOf: number): Stall['history'] {
  const last = history.receipts.at(-1)!;
  return last.day <= asOf ? history : { ...history, receipts: history.receipts.filter(({ day }) => day <= asOf) };
}

/** Virtual channels take every window. */
const ANYTHING = { channelName: '', profile: genericProfile(false), running: null, plannedStarts: [], basePrice: null };

/** Null: nothing that changes a price here. */
function moveOf(candidate: Candidate, discountDays: number, t: number, clock: ZoneClock): PriceMove | null {
  const { row, offer, product: of } = candidate;
  if (offer === null || offer.proposal.kind === 'bundle') return null;
  const { kind, price } = offer.proposal;
  const product = numberInput(of.sheet, row, 'productId')! - 1;
  const listing = { product, channel: numberInput(of.sheet, row, 'channelId')! - 1, price };
  if (kind === 'restore') return { ...listing, kind: 'base', days: null };
  const asked = { startsAt: null, endsAt: null };
  const { startsAt, endsAt } = windowFor(kind, asked, instantAt(t), discountDays, clock, ANYTHING).window;
  return { ...listing, kind: kind === 'discount' ? 'cut' : 'voucher', days: Math.round((endsAt - startsAt) / DAY_MS) };
}
