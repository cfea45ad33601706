import type { RunView } from '../../../src/contract/runs';
import { useFormat } from '../../text/format';
import { runsText } from '../../text/runs';
import { useText } from '../../text/texts';

/** How long a run took: seconds, or minutes where it were many. */
export function useDuration(): (run: Pick<RunView, 'startedAt' | 'finishedAt'>) => string {
  const text = useText(runsText);
  const format = useFormat();
  return ({ startedAt, finishedAt }) => {
    if (startedAt === null || finishedAt === null) return format.number(null);
    const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
    return seconds < 90
      ? text.seconds({ seconds: format.number(seconds, seconds < 10 ? 1 : 0) })
      : text.minutes({ minutes: format.number(seconds / 60, 1) });
  };
}
