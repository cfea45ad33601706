/** Built-in number formats that show a day or a time (ECMA-376 part 1, 18.8.30, with the East Asian ones). */
const BUILT_IN_DATES = [14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47];

/** Whether a number format shows its number as a day or a time. `code` is that of a custom format. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) {
    return BUILT_IN_DATES.includes(id) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  }
  const bare = code
    .replace(/"[^"]*"/g, '') // literal text
    .replace(/\\.|_.|\*./g, '') // escaped character, space of a width, fill
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, ''); // colour, condition, locale; [h] is elapsed time
  return !/general/i.test(bare) && /[dmyhs]/i.test(bare);
}

/** A spreadsheet's day number as `YYYY-MM-DD`, with ` HH:MM:SS` when it has a time of day. */
export function serialText(serial: number, from1904: boolean): string {
  const seconds = Math.round((serial - (from1904 ? 24_107 : 25_569)) * 86_400);
  const date = new Date(seconds * 1_000);
  if (Number.isNaN(date.getTime())) return String(serial);
  const text = date.toISOString();
  const time = text.slice(-13, -5);
  const day = text.slice(0, text.indexOf('T'));
  return time === '00:00:00' ? day : `${day} ${time}`;
}
