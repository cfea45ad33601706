// Which settings differ is decided by the engine's own comparison, so that a screen and a preview name the same.
import { changedSettings, type PolicySetting } from '../../../src/core/policy-changes';
import type { Policy, PriceEnding } from '../../../src/core/pricing/policy';
import { useFormat, UNKNOWN, type Format } from '../../text/format';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import { LIMIT_NAMES, unitOf, type LimitName, type Unit } from './policy-fields';

/** How settings and their values are told. */
export interface PolicyWords {
  name(setting: string): string;
  figure(value: number | null | undefined, unit: Unit): string;
  /** A line per place in which two policies differ. */
  differences(before: Policy, after: Policy): string[];
}

/** @param channelName from a code to a name */
export function usePolicyWords(channelName: (code: string) => string): PolicyWords {
  const text = useText(guardrailsText);
  const format = useFormat();

  const name = (setting: string): string => {
    if (Object.hasOwn(text.fields, setting)) return text.fields[setting as keyof typeof text.fields].label;
    if (Object.hasOwn(text.others, setting)) return text.others[setting as keyof typeof text.others];
    return setting;
  };
  const figure: PolicyWords['figure'] = (value, unit) => {
    if (value === null) return text.values.none;
    if (value === undefined) return UNKNOWN;
    return figureText(value, unit, format) + (unit.suffix === undefined ? '' : text.units[unit.suffix]);
  };
  const line = (setting: string, from: string, to: string): string => text.diff({ setting, from, to });

  const told = (value: number | boolean | undefined, setting: LimitName | 'belowCostAllowed'): string => {
    if (typeof value === 'boolean') return value ? text.values.on : text.values.off;
    return setting === 'belowCostAllowed' ? UNKNOWN : figure(value, unitOf(setting)!);
  };

  function limitLines(before: Policy, after: Policy, setting: LimitName | 'belowCostAllowed'): string[] {
    const lines: string[] = [];
    if (before.limits[setting] !== after.limits[setting])
      lines.push(line(name(setting), told(before.limits[setting], setting), told(after.limits[setting], setting)));
    for (const [places, place] of [
      ['limitsByChannel', (code: string) => text.ofChannel({ name: channelName(code) })],
      ['limitsByCategory', (category: string) => text.ofCategory({ name: category })],
    ] as const) {
      for (const key of new Set([...Object.keys(before[places]), ...Object.keys(after[places])])) {
        const [from, to] = [before[places][key]?.[setting], after[places][key]?.[setting]];
        if (from !== to) lines.push(line(`${name(setting)} (${place(key)})`, told(from, setting), told(to, setting)));
      }
    }
    return lines;
  }

  function boostLines(before: Policy, after: Policy): string[] {
    return [...LIMIT_NAMES, 'belowCostAllowed' as const].flatMap((setting) => {
      const [from, to] = [before.limitsInBoost[setting], after.limitsInBoost[setting]];
      return from === to ? [] : [line(`${name(setting)} (${text.inBoost})`, told(from, setting), told(to, setting))];
    });
  }

  function otherLine(before: Policy, after: Policy, setting: Exclude<PolicySetting, LimitName>): string {
    const unit = unitOf(setting);
    const [from, to] = [before[setting as keyof Policy], after[setting as keyof Policy]];
    const told = (value: unknown): string => {
      if (unit !== null) return figure(value as number | null, unit);
      const words = listed(setting, value, format);
      return words === '' ? text.values.empty : words;
    };
    return line(name(setting), told(from), told(to));
  }

  return {
    name,
    figure,
    differences: (before, after) =>
      changedSettings(before, after).flatMap((setting) =>
        isLimit(setting)
          ? limitLines(before, after, setting)
          : setting === 'limitsInBoost'
            ? boostLines(before, after)
            : [otherLine(before, after, setting)],
      ),
  };
}

const isLimit = (setting: PolicySetting): setting is LimitName | 'belowCostAllowed' =>
  setting === 'belowCostAllowed' || (LIMIT_NAMES as string[]).includes(setting);

function figureText(value: number, { kind }: Unit, format: Format): string {
  if (kind === 'percent') return format.percent(value);
  if (kind === 'money') return format.money(value);
  return format.number(kind === 'milli' ? value / 1000 : value, 2);
}

/** Settings that are more than one figure, in short. */
function listed(setting: string, value: unknown, format: Format): string {
  if (setting === 'priceEndings') return (value as PriceEnding[]).map((band) => bandText(band, format)).join('; ');
  if (setting === 'elasticityPrior') {
    const { mean, sd } = value as Policy['elasticityPrior'];
    return `${format.number(mean, 2)} ± ${format.number(sd, 2)}`;
  }
  if (setting === 'paydays') {
    const { fromDayOfMonth, toDayOfMonth } = value as Policy['paydays'];
    return `${fromDayOfMonth}–${toDayOfMonth}`;
  }
  if (setting === 'campaigns' || setting === 'campaignLocks')
    return format.list((value as { name: string }[]).map(({ name }) => name));
  if (setting === 'staleAfterDaysByCategory')
    return format.list(Object.entries(value as Record<string, number>).map(([name, days]) => `${name} ${days}`));
  return Array.isArray(value) ? value.map((each) => format.number(Number(each))).join(', ') : String(value);
}

/** `< Rp 10.000: 0`, or the endings alone in the last band. */
function bandText({ below, endings }: PriceEnding, format: Format): string {
  const said = endings.map((ending) => format.number(ending)).join('/');
  return below === null ? said : `< ${format.money(below)}: ${said}`;
}
