import { createContext, use } from 'react';

export const LANGUAGES = ['id', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = 'larisin.language';

/** The language chosen on this device; null: that of the user's account counts. */
export function chosenLanguage(): Language | null {
  const kept = localStorage.getItem(KEY);
  return LANGUAGES.find((language) => language === kept) ?? null;
}

export function chooseLanguage(language: Language | null): void {
  if (language === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, language);
}

export interface LanguageChoice {
  language: Language;
  choose(language: Language): void;
}

export const LanguageContext = createContext<LanguageChoice>({ language: 'id', choose: () => undefined });

export function useLanguage(): Language {
  return use(LanguageContext).language;
}

export function useLanguageChoice(): LanguageChoice {
  return use(LanguageContext);
}
