/** Below this a screen is a phone's: cards and sheets instead of rows and panels. */
export const PHONE = '(max-width: 48em)';
