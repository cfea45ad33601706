/** What a check of the contract says where it does not hold; what zod takes as the parameters of a check. */
export interface Fault {
  message: string;
  params: { code: string; values: Record<string, unknown> };
}

/** A sentence, and for other languages its stable code with what it speaks of. */
export function fault(code: string, message: string, values: Record<string, unknown> = {}): Fault {
  return { message, params: { code, values } };
}

/** Of changes that name no field. */
export const NOTHING_TO_CHANGE = fault('nothing-to-change', 'names nothing to change');

/** The forms that texts must have. What a person is told of one follows from its name. */
export const FORMS = {
  code: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  currency: /^[A-Z]{3}$/,
  time: /^([01]\d|2[0-3]):[0-5]\d$/,
  user: /^[a-z0-9][a-z0-9._@+-]{0,63}$/,
} as const;

const NAMES = new Map(Object.entries(FORMS).map(([name, pattern]) => [String(pattern), name]));

/** The name of the form that a pattern asks for; undefined of patterns that are nobody's to type. */
export function formOf(pattern: string): string | undefined {
  return NAMES.get(pattern);
}
