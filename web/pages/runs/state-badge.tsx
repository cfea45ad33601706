import { Badge } from '@mantine/core';
import type { RunView } from '../../../src/contract/runs';
import { runsText } from '../../text/runs';
import { useText } from '../../text/texts';

const COLOUR = { queued: 'gray', running: 'blue', done: 'leaf', failed: 'red' } as const;

/** How far a run has come. */
export function StateBadge({ state }: Pick<RunView, 'state'>): React.JSX.Element {
  const text = useText(runsText);
  return (
    <Badge variant="outline" color={COLOUR[state]} c="var(--mantine-color-text)" tt="none" radius="sm" fw={600}>
      {text.states[state]}
    </Badge>
  );
}
