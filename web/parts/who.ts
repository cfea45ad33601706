import { partsText } from '../text/parts';
import { useText } from '../text/texts';

/** How to say who it was: `user:siti` is Siti by her log-in name, a key and a command say so. */
export function useWho(): (actor: string) => string {
  const { who: words } = useText(partsText);
  return (actor) => {
    const [kind, ...rest] = actor.split(':');
    const name = rest.join(':');
    if (kind === 'key') return words.key({ name });
    if (kind === 'cli') return words.cli({ name });
    if (kind === 'system') return words.system;
    if (kind === 'nobody') return words.nobody;
    return name === '' ? actor : name;
  };
}
