import { Group, Text } from '@mantine/core';
import type { Delivery } from '../../api/feed';
import classes from './feed.module.css';

/** How urgent it is. The words beside the dot say the same: no color means anything by itself. */
export type Urgency = 'good' | 'calm' | 'attention' | 'bad';

const COLOR: Record<Urgency, string> = {
  good: 'var(--mantine-color-green-6)',
  calm: 'var(--mantine-color-gray-5)',
  attention: 'var(--mantine-color-orange-6)',
  bad: 'var(--mantine-color-red-6)',
};

export const URGENCY: Record<Delivery, Urgency> = {
  live: 'good',
  waiting: 'calm',
  exported: 'attention',
  scheduled: 'calm',
  refused: 'bad',
  drifted: 'attention',
  unknown: 'attention',
};

interface DotProps {
  urgency: Urgency;
  children: string;
}

export function Dot({ urgency, children }: DotProps): React.JSX.Element {
  return (
    <Group gap={8} wrap="nowrap">
      <span className={classes.dot} style={{ '--dot': COLOR[urgency] } as React.CSSProperties} aria-hidden />
      <Text span fz="sm" fw={600}>
        {children}
      </Text>
    </Group>
  );
}
