import { Badge } from '@mantine/core';
import type { ImportState } from '../../../src/core/intake/records';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';

const COLOUR: Record<ImportState, string> = {
  queued: 'gray',
  running: 'blue',
  done: 'leaf',
  refused: 'orange',
  failed: 'red',
};

export function StateBadge({ state }: { state: ImportState }): React.JSX.Element {
  const text = useText(importsText);
  return (
    <Badge variant="outline" color={COLOUR[state]} tt="none" radius="sm" fw={600} miw="max-content">
      {text.states[state]}
    </Badge>
  );
}
