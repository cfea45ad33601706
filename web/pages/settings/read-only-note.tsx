import { Text } from '@mantine/core';
import type { Role } from '../../../src/core/access';
import { useMay } from '../../api/session';
import { settingsText } from '../../text/settings';
import { useText } from '../../text/texts';

interface ReadOnlyNoteProps {
  role?: Role;
  /** Nothing of the page is shown to others. */
  hidesAll?: boolean;
}

/** For those who may look but not change, or not even look: why there is no button, or no page. */
export function ReadOnlyNote({ role = 'owner', hidesAll = false }: ReadOnlyNoteProps): React.JSX.Element | null {
  const text = useText(settingsText);
  if (useMay(role)) return null;
  return (
    <Text c="dimmed" fz="sm" mb="md">
      {hidesAll ? text.notShown : text.readOnly}
    </Text>
  );
}
