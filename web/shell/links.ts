import {
  IconBox,
  IconBroadcast,
  IconChecklist,
  IconFileImport,
  IconHourglassLow,
  IconRefresh,
  IconScript,
  IconSettings,
  IconSun,
  type Icon,
} from '@tabler/icons-react';
import type { shellText } from '../text/shell';
import { FeedCount, InboxCount } from './counts';

/** The word of a link among the frame's texts. */
type Name = {
  [K in keyof typeof shellText.id]: (typeof shellText.id)[K] extends string ? K : never;
}[keyof typeof shellText.id];

export interface Link {
  to: string;
  name: Name;
  Icon: Icon;
  /** A figure beside the name, such as how many wait. */
  Count?: () => React.JSX.Element | null;
}

/** The navigation, in the order of a day's work. */
export const LINKS: readonly Link[] = [
  { to: '/', name: 'today', Icon: IconSun },
  { to: '/inbox', name: 'inbox', Icon: IconChecklist, Count: InboxCount },
  { to: '/stale', name: 'stale', Icon: IconHourglassLow },
  { to: '/products', name: 'products', Icon: IconBox },
  { to: '/rules', name: 'rules', Icon: IconScript },
  { to: '/feed', name: 'feed', Icon: IconBroadcast, Count: FeedCount },
  { to: '/runs', name: 'runs', Icon: IconRefresh },
  { to: '/imports', name: 'imports', Icon: IconFileImport },
  { to: '/settings', name: 'settings', Icon: IconSettings },
];

/** Under the thumb on a phone; the rest is one touch further. */
export const BOTTOM_LINKS: readonly Link[] = [
  { to: '/', name: 'today', Icon: IconSun },
  { to: '/inbox', name: 'inboxShort', Icon: IconChecklist },
  { to: '/stale', name: 'stale', Icon: IconHourglassLow },
  { to: '/products', name: 'products', Icon: IconBox },
];
