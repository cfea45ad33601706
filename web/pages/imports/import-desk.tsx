import { Button, Group, Stack } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Loading } from '../../parts/loading';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';
import { canStart, desk, useDesk } from './desk';
import { inOrder, isIn } from './staged';
import classes from './imports.module.css';

/** It knows every type of file there is: the page does not wait for that. */
const DropZone = lazy(() => import('./drop-zone'));
/** What a file needs is fetched when there is one. */
const StagedCard = lazy(() => import('./staged-card'));

/** Where files are put down, looked at, checked and imported. */
export function ImportDesk(): React.JSX.Element {
  const text = useText(importsText);
  const files = useDesk();
  const open = files.filter((staged) => canStart(staged) && !isIn(staged));
  return (
    <Stack gap="sm">
      <Suspense fallback={<div className={classes.drop} style={{ minHeight: 88 }} />}>
        <DropZone onFiles={(dropped) => desk.add(dropped)} />
      </Suspense>
      {files.length > 0 && (
        <Stack component="section" gap="sm" aria-label={text.desk}>
          <Suspense fallback={<Loading />}>
            {inOrder(files).map((staged) => (
              <StagedCard key={staged.id} staged={staged} files={files} />
            ))}
          </Suspense>
          <Group gap="xs">
            {open.length > 1 && <Button onClick={() => void desk.importAll()}>{text.importAll}</Button>}
            {files.some(isIn) && (
              <Button variant="subtle" onClick={() => desk.clear()}>
                {text.clearDone}
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </Stack>
  );
}
