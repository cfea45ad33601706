import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useSession } from '../api/session';
import { chooseLanguage, chosenLanguage, LanguageContext, type Language } from '../text/language';

/** The language of this device, else that of the reader's account, else Indonesian. */
export function LanguageProvider({ children }: { children: ReactNode }): React.JSX.Element {
  const { data: me } = useSession();
  const [chosen, setChosen] = useState<Language | null>(chosenLanguage);
  const language = chosen ?? me?.locale ?? 'id';
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        chooseLanguage(next);
        setChosen(next);
      },
    }),
    [language],
  );
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}
