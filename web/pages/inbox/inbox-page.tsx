import { Stack, Tabs } from '@mantine/core';
import { lazy, Suspense, useRef, useState } from 'react';
import { useSuggestionTotals } from '../../api/suggestions';
import { useMe } from '../../api/session';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { useText } from '../../text/texts';
import { Count, FilterBar } from './filter-bar';
import classes from './inbox.module.css';
import { OpenSuggestions } from './open-suggestions';
import { UndoToast } from './undo-toast';
import { useDecisions } from './use-decisions';
import { useInboxAddress, VIEWS, type View } from './use-filter';

const DecidedList = lazy(() => import('./decided-list').then((made) => ({ default: made.DecidedList })));

/** Where people decide: what waits, what waits for a second person, and what was just decided. */
export default function InboxPage(): React.JSX.Element {
  const text = useText(inboxText);
  const format = useFormat();
  const address = useInboxAddress();
  const decisions = useDecisions();
  const { scale } = useMe().shop;
  const searchBox = useRef<HTMLInputElement>(null);
  const [dock, setDock] = useState<HTMLElement | null>(null);
  const { view, filter } = address;
  const waiting = useSuggestionTotals({ ...filter, state: 'pending' });
  const second = useSuggestionTotals({ ...filter, state: 'half-approved' });
  const totals = view === 'second' ? second.data : waiting.data;
  const names: Record<View, string> = { waiting: text.waiting, second: text.second, decided: text.decided };
  const counts: Record<View, number | undefined> = {
    waiting: waiting.data?.count,
    second: second.data?.count,
    decided: undefined,
  };
  const summary =
    totals === undefined || totals.count === 0
      ? undefined
      : text.summary({ count: format.number(totals.count), gain: format.gain(totals.gain) });
  return (
    <Page title={text.title} intro={view === 'decided' ? undefined : summary}>
      <Stack gap="sm">
        <Tabs value={view} onChange={(next) => address.show(VIEWS.find((each) => each === next) ?? 'waiting')}>
          <Tabs.List aria-label={text.views} style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
            {VIEWS.map((each) => (
              <Tabs.Tab key={each} value={each} rightSection={<Count count={counts[each]} />} px="sm" mih={44}>
                {names[each]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {VIEWS.map((each) => (
            <Tabs.Panel key={each} value={each} pt="sm">
              <Suspense fallback={<Loading />}>
                {each === view &&
                  (each === 'decided' ? (
                    <DecidedList
                      isBusy={decisions.last?.state === 'working'}
                      onUndo={(row) => void decisions.takeBack([row])}
                    />
                  ) : (
                    <>
                      <div className={classes.sticky}>
                        <FilterBar address={address} scale={scale} searchBox={searchBox} />
                      </div>
                      <OpenSuggestions
                        key={each}
                        address={address}
                        decisions={decisions}
                        totals={totals}
                        searchBox={searchBox}
                        dock={dock}
                      />
                    </>
                  ))}
              </Suspense>
            </Tabs.Panel>
          ))}
        </Tabs>
      </Stack>
      <div className={classes.dock}>
        {decisions.last !== null && (
          <UndoToast
            key={decisions.last.key}
            done={decisions.last}
            onUndo={decisions.undo}
            onClose={decisions.dismissLast}
          />
        )}
        <div ref={setDock} style={{ display: 'contents' }} />
      </div>
    </Page>
  );
}
