import { Button, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { WindowView } from '../../../src/contract/calendar';
import { useCalendar } from '../../api/calendar';
import { Allowed } from '../../parts/allowed';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { settingsText } from '../../text/settings';
import { calendarText } from '../../text/settings-calendar';
import { useText } from '../../text/texts';
import classes from './calendar.module.css';
import { Month } from './month';
import { Recurring } from './recurring';
import { RemoveWindow } from './remove-window';
import { WindowList } from './window-list';

const WindowForm = lazy(() => import('./window-form'));

export type OpenWindow = { what: 'add' } | { what: 'edit' | 'remove'; window: WindowView };

export default function CalendarPage(): React.JSX.Element {
  const text = useText(calendarText);
  const { sections } = useText(settingsText);
  const calendar = useCalendar();
  const [open, setOpen] = useState<OpenWindow | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Page
      title={sections.calendar}
      intro={text.intro}
      actions={
        <Allowed role="merchandiser">
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
            {text.add}
          </Button>
        </Allowed>
      }
    >
      {calendar.isPending && <Loading />}
      {calendar.isError && <ProblemNote error={calendar.error} retry={() => void calendar.refetch()} />}
      {calendar.data !== undefined && (
        <div className={classes.page}>
          <Stack>
            <Month />
            <Recurring calendar={calendar.data} />
          </Stack>
          <WindowList windows={calendar.data.items} onOpen={setOpen} />
        </div>
      )}
      <Suspense>
        {open?.what === 'add' && <WindowForm window={null} onClose={close} />}
        {open?.what === 'edit' && <WindowForm window={open.window} onClose={close} />}
      </Suspense>
      {open?.what === 'remove' && <RemoveWindow window={open.window} onClose={close} />}
    </Page>
  );
}
