import { Group, Stack, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface OpenSectionProps {
  title: string;
  /** One sentence on what it shows. */
  intro: string;
  /** At the right of the title. */
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page, named by its title, whose entries are cards themselves. */
export function OpenSection({ title, intro, action, children }: OpenSectionProps): React.JSX.Element {
  const id = useId();
  const head = (
    <div>
      <Title order={2} fz="h4" id={id}>
        {title}
      </Title>
      <Text fz="sm" c="dimmed">
        {intro}
      </Text>
    </div>
  );
  return (
    <Stack component="section" gap="sm" aria-labelledby={id}>
      {action === undefined ? (
        head
      ) : (
        <Group justify="space-between" align="flex-end" gap="xs">
          {head}
          {action}
        </Group>
      )}
      {children}
    </Stack>
  );
}
