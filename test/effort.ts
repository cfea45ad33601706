/** Random tests draw so many times as many cases: TEST_EFFORT=4 npm test, before a release or when in doubt. */
const EFFORT = Number(process.env.TEST_EFFORT ?? '1');

/** How many cases are drawn where a quick run draws `quick`. */
export const runs = (quick: number): number => Math.ceil(quick * EFFORT);
