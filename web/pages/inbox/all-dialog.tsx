import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { readListAgain, selectionOf, useDecideSelection, type InboxFilter } from '../../api/suggestions';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { partsText } from '../../text/parts';
import { useText } from '../../text/texts';

export interface AllAsk {
  action: 'approve' | 'reject';
  reason: string | null;
  filter: InboxFilter;
  count: number;
}

/** Small enough for the bar to move, and for stopping to stop. */
const PER_CALL = 250;

interface AllDialogProps {
  ask: AllAsk | null;
  onClose(): void;
}

/** A decision on everything that matches, part by part, with a bar and a way to stop. */
export function AllDialog({ ask, onClose }: AllDialogProps): React.JSX.Element {
  const text = useText(inboxText);
  const [isBusy, setBusy] = useState(false);
  const action = ask === null ? '' : ask.action === 'approve' ? text.approve : text.reject;
  return (
    <Modal
      opened={ask !== null}
      onClose={onClose}
      title={text.allTitle({ action })}
      closeOnClickOutside={!isBusy}
      closeOnEscape={!isBusy}
      withCloseButton={!isBusy}
    >
      {ask !== null && <Deciding ask={ask} action={action} isBusy={isBusy} onBusy={setBusy} onClose={onClose} />}
    </Modal>
  );
}

interface DecidingProps {
  ask: AllAsk;
  action: string;
  isBusy: boolean;
  onBusy(isBusy: boolean): void;
  onClose(): void;
}

function Deciding({ ask, action, isBusy, onBusy, onClose }: DecidingProps): React.JSX.Element {
  const text = useText(inboxText);
  const parts = useText(partsText);
  const format = useFormat();
  const part = useDecideSelection();
  const [sums, setSums] = useState({ done: 0, refused: 0 });
  const [end, setEnd] = useState<'done' | 'stopped' | null>(null);
  const [error, setError] = useState<unknown>(null);
  /** Where the selection goes on; it also goes on from here after a lost connection. */
  const next = useRef<string | null>(null);
  const isStopped = useRef(false);
  const { sendAsync } = part;

  const run = async (): Promise<void> => {
    onBusy(true);
    setError(null);
    try {
      do {
        const answer = await sendAsync({
          filter: selectionOf(ask.filter),
          expectedCount: ask.count,
          action: ask.action,
          limit: PER_CALL,
          ...(ask.reason !== null && { reason: ask.reason }),
          ...(next.current !== null && { after: next.current }),
        });
        next.current = answer.next;
        setSums((now) => ({ done: now.done + answer.done, refused: now.refused + answer.refused }));
      } while (next.current !== null && !isStopped.current);
      setEnd(next.current === null ? 'done' : 'stopped');
    } catch (thrown) {
      setError(thrown);
    }
    onBusy(false);
    await readListAgain();
  };

  const seen = sums.done + sums.refused;
  const figures = { done: format.number(sums.done), refused: format.number(sums.refused) };
  return (
    <Stack>
      {end === null && <Text>{text.allIntro}</Text>}
      {(isBusy || seen > 0) && (
        <div role="status">
          <Progress
            value={ask.count === 0 ? 100 : (100 * seen) / ask.count}
            aria-label={text.allProgress({ done: format.number(seen), count: format.number(ask.count) })}
          />
          <Text fz="sm" mt={6}>
            {end === null
              ? text.allProgress({ done: format.number(seen), count: format.number(ask.count) })
              : text.allDone(figures)}
          </Text>
          {end === 'stopped' && <Text fz="sm">{text.allStopped}</Text>}
        </div>
      )}
      {error !== null && <ProblemNote error={error} />}
      <Group justify="flex-end">
        {isBusy ? (
          <Button variant="default" h={42} onClick={() => (isStopped.current = true)}>
            {text.allStop}
          </Button>
        ) : end !== null ? (
          <Button h={42} onClick={onClose}>
            {parts.close}
          </Button>
        ) : (
          <>
            <Button variant="default" h={42} onClick={onClose}>
              {parts.cancel}
            </Button>
            <Button h={42} data-autofocus {...(ask.action === 'reject' && { color: 'red' })} onClick={() => void run()}>
              {seen > 0 ? text.continue : `${action} ${format.number(ask.count)}`}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}
