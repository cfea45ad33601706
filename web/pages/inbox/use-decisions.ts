import { useCallback, useMemo, useRef, useState } from 'react';
import type { DecisionResults, SuggestionView } from '../../../src/contract/suggestions';
import { ApiProblem } from '../../api/problem';
import { putBackInLists, removeFromLists, useDecide, useReopen, useWithdraw } from '../../api/suggestions';

type Result = DecisionResults['items'][number];
export type Refusal = NonNullable<Result['problem']>;

export interface Ask {
  action: 'approve' | 'adjust' | 'reject';
  price?: number;
  endsAt?: string;
  reason?: string;
  confirmation?: string;
}

/** What was decided last, for the note that offers to undo it. */
export interface Done {
  /** New for each: a note that is shown again begins its time anew. */
  key: number;
  state: 'working' | 'done' | 'undone' | 'failed';
  ask: Ask;
  /** As they are now, those that were done. */
  rows: SuggestionView[];
  refused: number;
  /** Of an undo: whether the channel had shown the price. */
  wasLive: boolean | null;
  error: Error | null;
}

export interface Decisions {
  /** Left the list the moment they were decided on; the server's answer may bring them back. */
  hidden: ReadonlySet<number>;
  /** Why a row is back. */
  refusals: ReadonlyMap<number, Refusal>;
  last: Done | null;
  decide(rows: readonly SuggestionView[], ask: Ask): Promise<void>;
  undo(): void;
  takeBack(rows: readonly SuggestionView[]): Promise<void>;
  dismissRefusal(id: number): void;
  dismissLast(): void;
  /** A price that the only approver must confirm by typing. */
  alone: { row: SuggestionView; ask: Ask; phrase: string } | null;
  dropAlone(): void;
}

const PER_CALL = 500;

/**
 * Decisions that show at once and stay true: a row leaves the list when its reader decides, comes back with who decided and
 * why when the server refuses, and may be brought back by the reader.
 */
export function useDecisions(): Decisions {
  const { sendAsync: sendDecisions } = useDecide();
  const { sendAsync: sendWithdrawals } = useWithdraw();
  const { sendAsync: sendReopenings } = useReopen();
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [refusals, setRefusals] = useState<ReadonlyMap<number, Refusal>>(new Map());
  const { last, lastNow, setLast } = useLast();
  const [alone, setAlone] = useState<Decisions['alone']>(null);
  const serial = useRef(0);
  // The decision that is to be undone as soon as the server has taken it: a reader may be quicker than the answer.
  const regretted = useRef<number | null>(null);

  const show = useCallback((ids: readonly number[]): void => {
    setHidden((now) => new Set([...now].filter((id) => !ids.includes(id))));
  }, []);

  const takeBack = useCallback(
    async (rows: readonly SuggestionView[]): Promise<void> => {
      const key = ++serial.current;
      const note = { key, ask: { action: 'approve' } as const, refused: 0, wasLive: null, error: null };
      const item = ({ id, version }: SuggestionView) => ({ id, expectedVersion: version });
      const priced = rows.filter(isPublished);
      const others = rows.filter((row) => !isPublished(row));
      try {
        const results: Result[] = [];
        let wasLive: boolean | null = null;
        if (priced.length > 0) {
          const answer = await sendWithdrawals({ items: priced.map(item), toInbox: true });
          wasLive = answer.items.some((each) => each.wasLive);
          results.push(...answer.items);
        }
        if (others.length > 0) results.push(...(await sendReopenings({ items: others.map(item) })).items);
        const byId = new Map(results.map((result) => [result.id, result]));
        const back = rows.flatMap((row) => {
          const result = byId.get(row.id);
          return result?.problem === null ? [after(row, result)] : [];
        });
        removeFromLists(new Set(back.map(({ id }) => id)));
        putBackInLists(back);
        const no = results.flatMap(({ problem }) => (problem === null ? [] : [problem]));
        const error = no[0] === undefined || back.length > 0 ? null : refusedWith(no[0]);
        setLast({
          ...note,
          state: error === null ? 'undone' : 'failed',
          rows: back,
          refused: no.length,
          wasLive,
          error,
        });
      } catch (thrown) {
        setLast({ ...note, state: 'failed', rows: [], error: thrown as Error });
      }
    },
    [sendReopenings, sendWithdrawals, setLast],
  );

  const decide = useCallback(
    async (rows: readonly SuggestionView[], ask: Ask): Promise<void> => {
      if (rows.length === 0) return;
      const ids = rows.map(({ id }) => id);
      const key = ++serial.current;
      const note = { key, ask, refused: 0, wasLive: null, error: null };
      setHidden((now) => new Set([...now, ...ids]));
      setRefusals((now) => without(now, ids));
      setLast({ ...note, state: 'working', rows: [...rows] });
      const results: Result[] = [];
      let error: Error | null = null;
      try {
        for (let at = 0; at < rows.length; at += PER_CALL) {
          const items = rows
            .slice(at, at + PER_CALL)
            .map(({ id, version }) => ({ id, expectedVersion: version, ...ask }));
          results.push(...(await sendDecisions({ items })).items);
        }
      } catch (thrown) {
        error = thrown as Error;
      }
      const byId = new Map(results.map((result) => [result.id, result]));
      const done = rows.flatMap((row) => {
        const result = byId.get(row.id);
        return result !== undefined && result.problem === null ? [after(row, result)] : [];
      });
      const no = results.filter(({ problem }) => problem !== null);
      const lonely = rows.length === 1 && no[0]?.problem?.code === 'confirmation-needed' ? no[0].problem : null;
      if (lonely !== null) setAlone({ row: rows[0]!, ask, phrase: String(lonely.values.confirmation) });
      else setRefusals((now) => new Map([...now, ...no.map(({ id, problem }) => [id, problem!] as const)]));
      removeFromLists(new Set(done.map(({ id }) => id)));
      show(ids);
      const isEmpty = done.length === 0 && error === null;
      const settled: Done = {
        ...note,
        state: error === null ? 'done' : 'failed',
        rows: done,
        refused: no.length,
        error,
      };
      if (lastNow()?.key === key) setLast(isEmpty && rows.length === 1 ? null : settled);
      if (regretted.current === key && done.length > 0) await takeBack(done);
    },
    [sendDecisions, show, takeBack, lastNow, setLast],
  );

  return useMemo(
    () => ({
      hidden,
      refusals,
      last,
      decide,
      takeBack,
      undo: () => {
        const now = lastNow();
        if (now?.state === 'working') regretted.current = now.key;
        if (now?.state !== 'done' || now.rows.length === 0) return;
        setLast({ ...now, state: 'working' });
        void takeBack(now.rows);
      },
      dismissRefusal: (id) => setRefusals((now) => without(now, [id])),
      dismissLast: () => setLast(null),
      alone,
      dropAlone: () => setAlone(null),
    }),
    [hidden, refusals, last, lastNow, setLast, decide, takeBack, alone],
  );
}

/** What was decided last, on the page and as it is this moment: a key may be pressed between an answer and its drawing. */
function useLast(): { last: Done | null; lastNow(): Done | null; setLast(next: Done | null): void } {
  const [last, draw] = useState<Done | null>(null);
  const current = useRef<Done | null>(null);
  const lastNow = useCallback(() => current.current, []);
  const setLast = useCallback((next: Done | null): void => {
    current.current = next;
    draw(next);
  }, []);
  return { last, lastNow, setLast };
}

/** A price is out that must be withdrawn; anything else is only opened again. */
export function isPublished({ kind, state }: SuggestionView): boolean {
  return kind !== 'alert' && (state === 'approved' || state === 'adjusted');
}

function after(row: SuggestionView, result: Result): SuggestionView {
  const state = (result.state ?? row.state) as SuggestionView['state'];
  return {
    ...row,
    state,
    version: result.version ?? row.version,
    firstApproval: state === 'pending' ? null : row.firstApproval,
  };
}

function without(map: ReadonlyMap<number, Refusal>, ids: readonly number[]): ReadonlyMap<number, Refusal> {
  return ids.some((id) => map.has(id)) ? new Map([...map].filter(([id]) => !ids.includes(id))) : map;
}

function refusedWith({ code, detail, values, errors }: Refusal): ApiProblem {
  return new ApiProblem({ type: '', title: '', status: 409, instance: '', code, detail, values, errors });
}
