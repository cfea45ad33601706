import { error, warning, type Finding } from './finding.js';
import type { Optimise, Rule, RuleEvent } from './rule.js';

/** What stands around the conditions of one rule: validity and the event's params. */
export function checkFrame(rule: Rule, path: string): Finding[] {
  const findings = checkEvent(rule.event, `${path}/event/params`);
  const { validFrom, validTo } = rule;
  if (validFrom === undefined || validTo === undefined || validTo >= validFrom) return findings;
  const message = `validTo ${validTo} is before validFrom ${validFrom}.`;
  const swapped = swap(`${path}/validFrom`, `${path}/validTo`, validFrom, validTo);
  return [error(`${path}/validTo`, 'validity-reversed', message, swapped), ...findings];
}

const ONE_OF: Partial<Record<RuleEvent['type'], string[]>> = {
  discount: ['percent', 'amount', 'price', 'optimise'],
  voucher: ['percent', 'amount'],
  bundle: ['percent', 'optimise'],
};

function checkEvent(event: RuleEvent, path: string): Finding[] {
  const findings: Finding[] = [];
  const params = (event.params ?? {}) as Record<string, unknown>;
  const choices = ONE_OF[event.type];
  if (choices !== undefined) {
    const given = choices.filter((key) => params[key] !== undefined);
    if (given.length !== 1) {
      const what = given.length === 0 ? 'none is given' : `${given.join(' and ')} are given`;
      const message = `A ${event.type} needs exactly one of ${choices.join(', ')}; ${what}.`;
      const mend = given.length === 0 ? 'Add one of them.' : 'Leave all but one of them out.';
      findings.push(error(path, 'exactly-one-of', message, { mend, values: { type: event.type, choices, given } }));
    }
  }
  const optimise = 'optimise' in params ? (params.optimise as Optimise | undefined) : undefined;
  return optimise === undefined ? findings : [...findings, ...checkRange(optimise, path)];
}

function checkRange({ minPercent, maxPercent, kinds }: Optimise, path: string): Finding[] {
  const at = `${path}/optimise`;
  if (minPercent > maxPercent) {
    const message = `minPercent ${minPercent} is above maxPercent ${maxPercent}.`;
    const swapped = swap(`${at}/minPercent`, `${at}/maxPercent`, minPercent, maxPercent);
    return [error(`${at}/minPercent`, 'range-reversed', message, swapped)];
  }
  if (minPercent !== maxPercent || kinds !== undefined) return [];
  const message = `minPercent and maxPercent are both ${minPercent}: there is nothing to choose from.`;
  const patch: Finding['patch'] = [
    { op: 'remove', path: at },
    { op: 'add', path: `${path}/percent`, value: minPercent },
  ];
  const detail = {
    mend: `Write "percent": ${minPercent} in place of optimise.`,
    patch,
    values: { percent: minPercent },
  };
  return [warning(at, 'range-of-one', message, detail)];
}

function swap(first: string, second: string, one: unknown, other: unknown): Pick<Finding, 'mend' | 'patch' | 'values'> {
  return {
    mend: 'Swap the two.',
    patch: [
      { op: 'replace', path: first, value: other },
      { op: 'replace', path: second, value: one },
    ],
    values: { first: one, second: other },
  };
}
