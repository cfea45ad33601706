import { Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFormat } from '../../text/format';
import { startText } from '../../text/start';
import { useText } from '../../text/texts';

interface StepProps {
  number: number;
  title: string;
  state: 'done' | 'next' | 'later';
  why: string;
  children?: ReactNode;
}

/** One of the steps, with a tick where it is done. */
export function Step({ number, title, state, why, children }: StepProps): React.JSX.Element {
  const text = useText(startText);
  const format = useFormat();
  return (
    <Paper
      component="li"
      withBorder
      p="md"
      aria-current={state === 'next' ? 'step' : undefined}
      style={state === 'next' ? { borderColor: 'var(--mantine-primary-color-filled)' } : undefined}
    >
      <Stack gap="xs" h="100%">
        <Group gap="sm" wrap="nowrap">
          <ThemeIcon
            radius="xl"
            size={34}
            variant={state === 'later' ? 'default' : 'filled'}
            aria-hidden={state !== 'done'}
            aria-label={state === 'done' ? text.done : undefined}
            role={state === 'done' ? 'img' : undefined}
          >
            {state === 'done' ? <IconCheck size={20} aria-hidden /> : format.number(number)}
          </ThemeIcon>
          <Title order={2} fz="md">
            {title}
          </Title>
        </Group>
        {state !== 'done' && (
          <Text fz="sm" c="dimmed">
            {why}
          </Text>
        )}
        {children}
      </Stack>
    </Paper>
  );
}
