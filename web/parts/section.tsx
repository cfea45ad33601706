import { Box, Group, Paper, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface SectionProps {
  title: string;
  /** One sentence on what it shows. */
  intro?: ReactNode;
  /** At the right of the title: what the section is narrowed by. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A card of a page, named by its title. */
export function Section({ title, intro, actions, children }: SectionProps): React.JSX.Element {
  const id = useId();
  return (
    <Paper component="section" withBorder p={{ base: 'md', sm: 'lg' }} aria-labelledby={id}>
      <Group justify="space-between" align="flex-start" gap="xs" mb={intro === undefined ? 'sm' : 4}>
        <Title order={2} fz="h4" id={id}>
          {title}
        </Title>
        {actions}
      </Group>
      {intro !== undefined && (
        <Text c="dimmed" fz="sm" mb="sm" maw={720}>
          {intro}
        </Text>
      )}
      <Box>{children}</Box>
    </Paper>
  );
}
