import { Group, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

interface PageProps {
  title: string;
  /** One sentence on what this page is for. */
  intro?: ReactNode;
  /** What can be done here, at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The head of every page; its title is also the browser tab's. */
export function Page({ title, intro, actions, children }: PageProps): React.JSX.Element {
  useEffect(() => {
    document.title = `${title} · Larisin`;
  }, [title]);
  return (
    <>
      <Group justify="space-between" align="flex-start" mb="md" gap="sm">
        <div>
          <Title order={1} fz={{ base: 'h3', sm: 'h2' }}>
            {title}
          </Title>
          {intro !== undefined && (
            <Text c="dimmed" maw={720}>
              {intro}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </>
  );
}
