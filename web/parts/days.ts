/** Moments come with the shop's own offset: their first ten characters are the day there. */
export const firstDay = (at: string): string => at.slice(0, 10);

/** Ends do not belong to a window: one at midnight leaves the day before as the last. */
export function lastDay(at: string): string {
  const offset = /[+-]\d\d:\d\d$/.exec(at)?.[0] ?? 'Z';
  const [hours, minutes] = offset === 'Z' ? [0, 0] : [Number(offset.slice(0, 3)), Number(offset.slice(4))];
  const local = Date.parse(at) + (hours * 60 + Math.sign(hours) * minutes) * 60_000;
  return new Date(local - 1).toISOString().slice(0, 10);
}
