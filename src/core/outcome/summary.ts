import type { EntryKind } from '../feed/entry.js';
import { shareBp, type BasisPoints, type Day, type Instant, type Money } from '../units.js';
import { effectOf, type Outcome } from './outcome.js';
import type { Measured } from './uplift.js';

/** One offer as it is kept: what it brought, and what was forecast of it. */
export interface MeasuredOffer {
  channelCode: string;
  isFinal: boolean;
  outcome: Outcome;
  /** Units forecast for the days measured, with an 80 % interval; null where none could be made. */
  forecast: { mean: number; low: number; high: number } | null;
}

/** An offer with what it brought. */
export interface ListedOutcome extends MeasuredOffer {
  entryId: number;
  suggestionId: number;
  sku: string;
  productName: string;
  kind: EntryKind;
  ruleName: string;
  price: Money;
  listPrice: Money;
  discountBp: BasisPoints;
  startsAt: Instant;
  endsAt: Instant | null;
  measuredOn: Day;
}

/** Of the 80 % intervals of forecasts, how many held. */
export interface Calibration {
  forecasts: number;
  held: number;
  /** Null without forecasts. */
  heldBp: BasisPoints | null;
}

export interface OutcomeSummary {
  offers: number;
  measured: number;
  more: number;
  fewer: number;
  noneSeen: number;
  /** Sums over the measured ones; their errors are taken to be independent. Null when none is known. */
  unitsGained: Measured | null;
  revenueGained: Measured | null;
  profitGained: Measured | null;
  calibration: Calibration & { byChannel: (Calibration & { channel: string })[] };
}

/** Adds up offers. Only those that are over are held against their forecasts. */
export function summaryOf(offers: readonly MeasuredOffer[]): OutcomeSummary {
  const effects = offers.map(({ outcome }) => (outcome.uplift === null ? null : effectOf(outcome.uplift)));
  const count = (effect: string): number => effects.filter((each) => each === effect).length;
  const outcomes = offers.map(({ outcome }) => outcome);
  const channels = [...new Set(offers.map(({ channelCode }) => channelCode))].sort();
  return {
    offers: offers.length,
    measured: effects.filter((each) => each !== null).length,
    more: count('more'),
    fewer: count('fewer'),
    noneSeen: count('none-seen'),
    unitsGained: sumOf(outcomes.map(({ unitsGained }) => unitsGained)),
    revenueGained: sumOf(outcomes.map(({ revenueGained }) => revenueGained)),
    profitGained: sumOf(outcomes.map(({ profitGained }) => profitGained)),
    calibration: {
      ...calibrationOf(offers),
      byChannel: channels.map((channel) => ({
        channel,
        ...calibrationOf(offers.filter(({ channelCode }) => channelCode === channel)),
      })),
    },
  };
}

function calibrationOf(offers: readonly MeasuredOffer[]): Calibration {
  const told = offers.filter(({ isFinal, forecast }) => isFinal && forecast !== null);
  const held = told.filter(
    ({ outcome, forecast }) => outcome.after.units >= forecast!.low && outcome.after.units <= forecast!.high,
  ).length;
  return { forecasts: told.length, held, heldBp: shareBp(held, told.length) };
}

/** Widths add up in squares. */
function sumOf(parts: readonly (Measured | null)[]): Measured | null {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return null;
  const value = known.reduce((sum, part) => sum + part.value, 0);
  const width = (end: (part: Measured) => number): number => Math.hypot(...known.map(end));
  return {
    value,
    low: value - width((part) => part.value - part.low),
    high: value + width((part) => part.high - part.value),
  };
}
