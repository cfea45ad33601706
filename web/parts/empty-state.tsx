import { Center, Stack, Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  Icon: Icon;
  title: string;
  /** Why there is nothing, and what to do next. */
  children: ReactNode;
  action?: ReactNode;
}

/** Instead of an empty list. */
export function EmptyState({ Icon, title, children, action }: EmptyStateProps): React.JSX.Element {
  return (
    <Center py={56} px="md">
      <Stack align="center" gap="sm" maw={480}>
        <Icon size={44} stroke={1.3} aria-hidden opacity={0.55} />
        <Title order={2} fz="h4" ta="center">
          {title}
        </Title>
        <Text c="dimmed" ta="center">
          {children}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}
