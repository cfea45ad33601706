import { Text } from '@mantine/core';
import type { Role } from '../../../src/core/access';
import { useMay } from '../../api/session';
import { settingsText } from '../../text/settings';
import { useText } from '../../text/texts';

/** For those who may look but not change: why there is no button. */
export function ReadOnlyNote({ role = 'owner' }: { role?: Role }): React.JSX.Element | null {
  const text = useText(settingsText);
  if (useMay(role)) return null;
  return (
    <Text c="dimmed" fz="sm" mb="md">
      {text.readOnly}
    </Text>
  );
}
