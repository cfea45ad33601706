import { Group, Text } from '@mantine/core';

export function Logo(): React.JSX.Element {
  return (
    <Group gap={8} wrap="nowrap">
      <img src="/favicon.svg" width={26} height={26} alt="" />
      <Text span fw={700} fz="lg" lts={-0.3}>
        Larisin
      </Text>
    </Group>
  );
}
