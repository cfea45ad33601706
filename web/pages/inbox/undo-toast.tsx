import { Button, CloseButton, Group, Loader, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { partsText } from '../../text/parts';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';
import { useChannelName } from './row-parts';
import type { Done } from './use-decisions';

const SHOWN_MS = 8_000;

interface UndoToastProps {
  done: Done;
  onUndo(): void;
  onClose(): void;
}

/** What was just decided, with the way back, for some seconds; later the list of decisions has it. */
export function UndoToast({ done, onUndo, onClose }: UndoToastProps): React.JSX.Element | null {
  const text = useText(inboxText);
  const parts = useText(partsText);
  const words = useWords(done);
  const isPassing = done.state === 'done' || done.state === 'undone';
  useEffect(() => {
    if (!isPassing) return;
    const timer = setTimeout(onClose, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [done.key, isPassing, onClose]);
  return (
    <div className={classes.toast} role="status">
      {done.error !== null ? (
        <Group wrap="nowrap" align="flex-start">
          <div style={{ flex: 1 }}>
            <ProblemNote error={done.error} />
          </div>
          <CloseButton aria-label={parts.close} onClick={onClose} size="lg" />
        </Group>
      ) : (
        <Group wrap="nowrap" justify="space-between" gap="sm">
          <Group gap="sm" wrap="nowrap" flex={1} miw={0}>
            {done.state === 'working' && <Loader size="xs" aria-hidden />}
            <Stack gap={0} miw={0}>
              {words.map((sentence) => (
                <Text key={sentence} fz="sm">
                  {sentence}
                </Text>
              ))}
            </Stack>
          </Group>
          {done.state === 'done' && done.rows.length > 0 && (
            <Button variant="light" h={40} style={{ flex: 'none' }} onClick={onUndo}>
              {text.undo}
            </Button>
          )}
          <CloseButton aria-label={parts.close} onClick={onClose} size="lg" />
        </Group>
      )}
    </div>
  );
}

function useWords({ state, ask, rows, refused, wasLive }: Done): string[] {
  const text = useText(inboxText);
  const format = useFormat();
  const channelName = useChannelName();
  const count = format.number(rows.length);
  const passed = refused > 0 ? [text.refusedMany({ count: format.number(refused) })] : [];
  if (state === 'undone') {
    const live = wasLive === null ? [] : [wasLive ? text.undoneLive : text.undoneNever];
    return [text.undone({ count }), ...live, ...passed];
  }
  const [row] = rows;
  if (state === 'working' && rows.length > 1) return [text.working({ count })];
  if (row === undefined) return passed;
  if (rows.length > 1) {
    return [ask.action === 'reject' ? text.rejectedMany({ count }) : text.approvedMany({ count }), ...passed];
  }
  const { name } = row;
  if (ask.action === 'reject') return [text.rejectedOne({ name })];
  if (row.state === 'half-approved' && state === 'done') return [text.halfOne({ name })];
  if (row.kind === 'alert') return [text.seenOne({ name })];
  const price = format.money(ask.price ?? row.firstApproval?.price ?? row.price);
  return [text.approvedOne({ name, price, channel: channelName(row.channel) })];
}
