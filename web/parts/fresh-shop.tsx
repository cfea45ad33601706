import { Button } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useStart } from '../api/start';
import { startText } from '../text/start';
import { useText } from '../text/texts';
import { EmptyState } from './empty-state';

/**
 * Instead of an empty list in a shop that has just begun: leads to the three steps. In a shop whose data is in, its children,
 * which say why there is nothing.
 */
export function FreshShop({ children }: { children: ReactNode }): ReactNode {
  const text = useText(startText);
  const start = useStart();
  if (start.isPending) return null;
  if (start.data === undefined || start.data.next === 'nothing') return children;
  return (
    <EmptyState
      Icon={IconRocket}
      title={text.emptyTitle}
      action={
        <Button component={Link} to="/start">
          {text.begin}
        </Button>
      }
    >
      {text.emptyWhy}
    </EmptyState>
  );
}
