import { useSummary } from '../api/summary';
import { useFormat } from '../text/format';
import classes from './frame.module.css';

/** How many suggestions wait. Kept from screen readers: the day's page and the inbox say it in words. */
export function InboxCount(): React.JSX.Element | null {
  const format = useFormat();
  return <Chip count={useSummary().data?.pending.count ?? 0} write={format.number} />;
}

/** How many prices were refused by their channel or differ there. */
export function FeedCount(): React.JSX.Element | null {
  const format = useFormat();
  const { refused = 0, drifted = 0 } = useSummary().data?.feed ?? {};
  return <Chip count={refused + drifted} write={format.number} />;
}

function Chip({ count, write }: { count: number; write(count: number): string }): React.JSX.Element | null {
  if (count === 0) return null;
  return (
    <span className={classes.count} aria-hidden>
      {write(count)}
    </span>
  );
}
