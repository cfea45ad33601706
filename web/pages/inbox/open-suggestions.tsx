import { Anchor } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChecks, IconFilterOff, IconUsers } from '@tabler/icons-react';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { Link, useNavigate } from 'react-router';
import type { SuggestionTotals, SuggestionView } from '../../../src/contract/suggestions';
import { useRuns } from '../../api/runs';
import { useMay, useMe } from '../../api/session';
import { readListAgain, useSuggestions } from '../../api/suggestions';
import { EmptyState } from '../../parts/empty-state';
import { FreshShop } from '../../parts/fresh-shop';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { partsText } from '../../text/parts';
import { useText } from '../../text/texts';
import type { AllAsk } from './all-dialog';
import { AdjustPanel, AllDialog, AloneDialog, HelpDialog, RejectDialog } from './dialogs';
import { PHONE } from './phone';
import { isAdjustable, type RowActions } from './row-actions';
import { SelectionBar } from './selection-bar';
import { SuggestionList } from './suggestion-list';
import type { Decisions } from './use-decisions';
import type { InboxAddress } from './use-filter';
import { useSelection } from './use-selection';
import { useShortcuts } from './use-shortcuts';

interface OpenSuggestionsProps {
  address: InboxAddress;
  decisions: Decisions;
  totals: SuggestionTotals | undefined;
  searchBox: RefObject<HTMLInputElement | null>;
  /** Where the bar of what is selected stands, at the foot of the screen. */
  dock: HTMLElement | null;
}

/** The rows that wait, and everything that can be done with them by hand, by finger and by key. */
export function OpenSuggestions({
  address,
  decisions,
  totals,
  searchBox,
  dock,
}: OpenSuggestionsProps): React.JSX.Element {
  const text = useText(inboxText);
  const { filter, sort } = address;
  const list = useSuggestions(filter, sort);
  const { hidden } = decisions;
  const rows = useMemo(
    () =>
      (list.data?.pages ?? []).flatMap(({ items }) =>
        hidden.size === 0 ? items : items.filter(({ id }) => !hidden.has(id)),
      ),
    [list.data, hidden],
  );
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const more = useCallback(() => {
    if (!isFetching) void fetchNextPage();
  }, [isFetching, fetchNextPage]);
  if (list.isPending) return <Loading />;
  if (list.isError && list.data === undefined)
    return <ProblemNote error={list.error} retry={() => void list.refetch()} />;
  if (rows.length === 0 && !hasNextPage) return <Nothing address={address} />;
  return (
    <>
      {list.isError && <ProblemNote error={list.error} retry={more} />}
      <Deciding
        key={JSON.stringify([filter, sort])}
        {...{ address, decisions, totals, searchBox, dock, rows }}
        label={text.list}
        hasMore={hasNextPage && !list.isError}
        onMore={more}
      />
    </>
  );
}

interface DecidingProps extends OpenSuggestionsProps {
  rows: readonly SuggestionView[];
  label: string;
  hasMore: boolean;
  onMore(): void;
}

function Deciding(props: DecidingProps): React.JSX.Element {
  const { address, decisions, totals, searchBox, dock, rows, hasMore, onMore } = props;
  const text = useText(inboxText);
  const format = useFormat();
  const navigate = useNavigate();
  const isPhone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false }) ?? false;
  const mayDecide = useMay('merchandiser');
  const me = `user:${useMe().name}`;
  const [activeId, setActive] = useState<number | null>(null);
  const [adjusted, setAdjusted] = useState<SuggestionView | null>(null);
  const [rejected, setRejected] = useState<readonly SuggestionView[] | 'all' | null>(null);
  const [all, setAll] = useState<AllAsk | null>(null);
  const [isHelp, setHelp] = useState(false);
  const selection = useSelection(rows, totals);
  const active = rows.find(({ id }) => id === activeId);

  /** The row that is looked at after these have left. */
  const moveOn = (gone: readonly SuggestionView[]): void => {
    const ids = new Set(gone.map(({ id }) => id));
    selection.drop(ids);
    if (activeId === null || !ids.has(activeId)) return;
    const at = rows.findIndex(({ id }) => id === activeId);
    const next =
      rows.slice(at + 1).find(({ id }) => !ids.has(id)) ?? rows.slice(0, at).findLast(({ id }) => !ids.has(id));
    setActive(next?.id ?? null);
  };
  const decide = (chosen: readonly SuggestionView[], ask: Parameters<Decisions['decide']>[1]): void => {
    moveOn(chosen);
    void decisions.decide(chosen, ask);
  };
  const onAll = (action: AllAsk['action'], reason: string | null): void =>
    setAll({ action, reason, filter: address.filter, count: totals?.count ?? 0 });
  const approveSelected = (): void =>
    selection.isAll
      ? onAll('approve', null)
      : decide(
          selection.list.filter((row) => row.firstApproval?.by !== me),
          { action: 'approve' },
        );

  const actions = useStable<RowActions>({
    approve: (row) => decide([row], { action: 'approve' }),
    adjust: setAdjusted,
    reject: (row) => setRejected([row]),
    takeBack: (row) => {
      moveOn([row]);
      void decisions.takeBack([row]);
    },
    toggle: selection.toggle,
    activate: (row) => setActive(row.id),
    dismiss: (row) => decisions.dismissRefusal(row.id),
    lookAgain: () => void readListAgain(),
  });

  const step = (by: number): void => {
    const at = rows.findIndex(({ id }) => id === activeId);
    const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (next !== undefined) setActive(next.id);
  };
  const onActive = (act: (row: SuggestionView) => void) => (): void => {
    if (active !== undefined) act(active);
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: onActive((row) => void navigate(`/suggestions/${row.id}`)),
    '/': () => searchBox.current?.focus(),
    '?': () => setHelp(true),
    ...(mayDecide && {
      x: onActive((row) => selection.toggle(row, false)),
      a: () =>
        selection.sums.count > 0
          ? approveSelected()
          : onActive((row) => row.firstApproval?.by !== me && actions.approve(row))(),
      r: () =>
        selection.sums.count > 0 ? setRejected(selection.isAll ? 'all' : selection.list) : onActive(actions.reject)(),
      e: onActive((row) => isAdjustable(row) && setAdjusted(row)),
      u: decisions.undo,
      Escape: selection.clear,
    }),
  });

  const rejectTitle =
    rejected === null
      ? null
      : rejected === 'all'
        ? text.allSelected({ count: format.number(totals?.count) })
        : rejected.length === 1
          ? rejected[0]!.name
          : text.selected({ count: format.number(rejected.length) });
  return (
    <>
      <SuggestionList
        label={props.label}
        rows={rows}
        isPhone={isPhone}
        mayDecide={mayDecide}
        me={me}
        activeId={activeId}
        selected={selection.chosen}
        isAllSelected={selection.isAll}
        refusals={decisions.refusals}
        actions={actions}
        hasMore={hasMore}
        onMore={onMore}
      />
      {dock !== null &&
        selection.sums.count > 0 &&
        createPortal(
          <SelectionBar
            sums={selection.sums}
            isAll={selection.isAll}
            matching={totals?.count}
            onAll={selection.all}
            onClear={selection.clear}
            onApprove={approveSelected}
            onReject={() => setRejected(selection.isAll ? 'all' : selection.list)}
          />,
          dock,
        )}
      <Suspense>
        <AdjustPanel
          row={adjusted}
          onClose={() => setAdjusted(null)}
          onDecide={(row, ask) => {
            setAdjusted(null);
            decide([row], ask);
          }}
        />
        <RejectDialog
          title={rejectTitle}
          onClose={() => setRejected(null)}
          onReject={(reason) => {
            if (rejected === 'all') onAll('reject', reason);
            else if (rejected !== null) decide(rejected, { action: 'reject', ...(reason !== null && { reason }) });
            setRejected(null);
          }}
        />
        <AloneDialog
          alone={decisions.alone}
          onClose={decisions.dropAlone}
          onConfirm={(confirmation, reason) => {
            const { row, ask } = decisions.alone!;
            decisions.dropAlone();
            decide([row], { ...ask, confirmation, reason });
          }}
        />
        <AllDialog
          ask={all}
          onClose={() => {
            setAll(null);
            selection.clear();
          }}
        />
        <HelpDialog isOpen={isHelp} onClose={() => setHelp(false)} />
      </Suspense>
    </>
  );
}

/** The same object over all renders, whose functions are always those of the last one. */
function useStable<T extends { [K in keyof T]: (...values: never[]) => void }>(functions: T): T {
  const last = useRef(functions);
  useEffect(() => {
    last.current = functions;
  });
  const [stable] = useState(() => {
    const call =
      (name: keyof T) =>
      (...values: never[]) =>
        last.current[name](...values);
    return Object.fromEntries(Object.keys(functions).map((name) => [name, call(name as keyof T)])) as T;
  });
  return stable;
}

/** Why nothing waits, and what happened last night. */
function Nothing({ address }: { address: InboxAddress }): React.JSX.Element {
  const text = useText(inboxText);
  const parts = useText(partsText);
  if (address.isNarrowed) {
    return (
      <EmptyState
        Icon={IconFilterOff}
        title={text.emptyFilter}
        action={
          <Anchor component="button" onClick={address.clear}>
            {parts.clearFilters}
          </Anchor>
        }
      >
        {text.emptyFilterWhy}
      </EmptyState>
    );
  }
  if (address.view === 'second') {
    return (
      <EmptyState Icon={IconUsers} title={text.emptySecond}>
        {text.emptySecondWhy}
      </EmptyState>
    );
  }
  return (
    <FreshShop>
      <NothingWaits />
    </FreshShop>
  );
}

function NothingWaits(): React.JSX.Element {
  const text = useText(inboxText);
  const format = useFormat();
  const runs = useRuns(10);
  const last = runs.data?.items.find(({ state }) => state === 'done');
  return (
    <EmptyState
      Icon={IconChecks}
      title={text.emptyTitle}
      action={
        <Anchor component={Link} to="/runs">
          {text.toRuns}
        </Anchor>
      }
    >
      {last === undefined
        ? runs.isSuccess && text.emptyNoRun
        : text.emptyNight({
            day: format.day(last.asOf),
            products: format.number(last.totals?.products),
            suggested: format.number(last.totals?.suggested),
          })}
    </EmptyState>
  );
}
