import { Anchor, Button, Divider, Group, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useLogOut, useMe } from '../api/session';
import { shellText } from '../text/shell';
import { useText } from '../text/texts';
import { LanguageSwitch } from './language-switch';

/** Who is logged in, in which language and light, and the way out. */
export function AccountMenu(): React.JSX.Element {
  const text = useText(shellText);
  const me = useMe();
  const logOut = useLogOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="xs">
      <Divider />
      <div>
        <Text fw={600} truncate>
          {me.shop.name}
        </Text>
        <Text fz="sm" c="dimmed" truncate>
          {me.name}
          {me.role !== null && ` · ${text.roles[me.role]}`}
        </Text>
      </div>
      <Group justify="space-between" gap="xs">
        <LanguageSwitch />
        <SegmentedControl
          size="xs"
          aria-label={text.scheme}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
          data={[
            { value: 'light', label: text.light },
            { value: 'dark', label: text.dark },
            { value: 'auto', label: text.autoShort },
          ]}
        />
      </Group>
      <Group justify="space-between" gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconLogout size={16} aria-hidden />}
          loading={logOut.isPending}
          onClick={() => logOut.send()}
        >
          {text.logOut}
        </Button>
        <Anchor href="/docs" fz="xs">
          {text.api}
        </Anchor>
      </Group>
    </Stack>
  );
}
