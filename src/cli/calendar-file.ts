import { z } from 'zod';
import { NewWindow } from '../contract/calendar.js';
import { shapeIssues } from '../contract/shape-issues.js';
import type { CalendarWindow } from '../core/calendar-windows.js';
import { Refusal } from '../core/refusal.js';
import { formatDay } from '../core/units.js';
import type { WindowContent } from '../flow/calendar/windows.js';

/**
 * An entry as somebody wrote it.
 * @throws Refusal `bad-calendar-entry`
 */
export function windowFrom(written: z.input<typeof NewWindow>): WindowContent {
  return checked(NewWindow, written, 'The entry');
}

/**
 * The entries of a calendar file: a JSON list.
 * @throws Refusal `bad-calendar-entry` with the place of each mistake
 */
export function readCalendarFile(text: string, name: string): WindowContent[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Refusal('invalid', 'bad-calendar-entry', `${name} is not JSON: ${(error as Error).message}.`);
  }
  return checked(z.array(NewWindow).max(1_000), json, name);
}

/** Entries as a calendar file holds them: without what only this database knows of them. */
export function fileOf(windows: readonly CalendarWindow[]): z.input<typeof NewWindow>[] {
  return windows.map(({ kind, name, startsOn, endsOn, channels, categories, isApproximate, source, note }) => ({
    ...{ kind, name, startsOn: formatDay(startsOn), endsOn: formatDay(endsOn) },
    ...{ channels, categories, isApproximate, source, note },
  }));
}

function checked<Schema extends z.ZodType>(schema: Schema, json: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issues = shapeIssues(result.error.issues);
  const told = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new Refusal('invalid', 'bad-calendar-entry', `${what} is wrong at ${told}. Nothing was added.`, {}, issues);
}
