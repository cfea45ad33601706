import { useSearchParams } from 'react-router';

/** One choice that stands in the address, so that a link, a reload and the back button show the same. */
export function useChoice<const T extends string>(
  name: string,
  choices: readonly T[],
): [T, (next: string | null) => void] {
  const [search, setSearch] = useSearchParams();
  const first = choices[0]!;
  const chosen = choices.find((each) => each === search.get(name)) ?? first;
  const choose = (next: string | null): void =>
    setSearch(
      (now) => {
        const after = new URLSearchParams(now);
        if (next === null || next === first) after.delete(name);
        else after.set(name, next);
        return after;
      },
      { replace: true, preventScrollReset: true },
    );
  return [chosen, choose];
}
