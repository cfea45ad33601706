import { Group, Loader } from '@mantine/core';
import { partsText } from '../text/parts';
import { useText } from '../text/texts';

export function Loading(): React.JSX.Element {
  const text = useText(partsText);
  return (
    <Group justify="center" py="xl" role="status" aria-label={text.loading}>
      <Loader size="sm" />
    </Group>
  );
}
