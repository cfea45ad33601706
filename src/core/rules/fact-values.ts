type Words = Record<'id' | 'en', string>;

/** Texts of facts that are words of the program, as people say them; the word itself stays, for it is what a rule writes. */
const WORDS = new Map<string, Words>([
  ['cut.advice too-early', { id: 'tunggu dulu (too-early)', en: 'wait (too-early)' }],
  ['cut.advice step-up', { id: 'perbesar (step-up)', en: 'cut deeper (step-up)' }],
  ['cut.advice hold', { id: 'tahan (hold)', en: 'hold' }],
  ['cut.advice step-back', { id: 'akhiri (step-back)', en: 'end it (step-back)' }],
]);

/** How people say a text of a fact; undefined of texts that stand for themselves. */
export function wordOfFact(name: string, value: string): Words | undefined {
  return WORDS.get(`${name} ${value}`);
}
