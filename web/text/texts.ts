import { useLanguage, type Language } from './language';

/** A sentence, or one that is made of named values: `selected: ({ count }: { count: string }) => `${count} dipilih``. */
type Texts = { [key: string]: string | ((values: never) => string) | Texts };

/** The same keys with the same values; only the words differ. */
type SameKeys<T> = { [K in keyof T]: T[K] extends string ? string : T[K] extends Texts ? SameKeys<T[K]> : T[K] };

export interface Catalogue<T> {
  id: T;
  en: SameKeys<T>;
}

const known: Catalogue<unknown>[] = [];

/** The words of one area in both languages. A key that one language lacks does not compile. */
export function texts<const T extends Texts>(catalogue: { id: T; en: SameKeys<T> }): Catalogue<T> {
  known.push(catalogue);
  return catalogue;
}

/** Every catalogue that was loaded so far, for tests. */
export function loadedCatalogues(): readonly Catalogue<unknown>[] {
  return known;
}

/** The words in the reader's language. */
export function useText<T extends Texts>(catalogue: Catalogue<T>): SameKeys<T> {
  return wordsIn(catalogue, useLanguage());
}

/** The words in a given language, outside of components. */
export function wordsIn<T extends Texts>(catalogue: Catalogue<T>, language: Language): SameKeys<T> {
  return language === 'en' ? catalogue.en : (catalogue.id as SameKeys<T>);
}
