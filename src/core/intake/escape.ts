/** Characters with which a spreadsheet would start a formula (OWASP, "CSV Injection"). */
const FORMULA_START = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * A text as one CSV cell: quoted where RFC 4180 asks for it, and with a leading apostrophe where a spreadsheet would
 * take it for a formula. A plain number such as `-5` or `+62` stays as it is.
 */
export function escapeCsvCell(text: string): string {
  const isFormula = FORMULA_START.test(text) && !/^[+-]\d+([.,]\d+)?$/.test(text);
  return quoteCsvCell(isFormula ? `'${text}` : text);
}

/** A text as one CSV cell, quoted where RFC 4180 asks for it and not changed otherwise. */
export function quoteCsvCell(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
