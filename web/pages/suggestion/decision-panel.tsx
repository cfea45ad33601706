import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowBackUp, IconCheck, IconPencil, IconX } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import type { SuggestionDetail, SuggestionView } from '../../../src/contract/suggestions';
import { useMay, useMe } from '../../api/session';
import { readSuggestionAgain } from '../../api/suggestion';
import { Section } from '../../parts/section';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';
import { AdjustPanel, AloneDialog, RejectDialog } from '../inbox/dialogs';
import { isAdjustable } from '../inbox/row-actions';
import { FirstApproval, Marks, RefusalNote } from '../inbox/row-parts';
import { UndoToast } from '../inbox/undo-toast';
import { isPublished, useDecisions, type Ask } from '../inbox/use-decisions';

const OPEN = ['pending', 'half-approved'];

/** Where the suggestion stands, and what the reader may do about it: the same as in the inbox. */
export function DecisionPanel({ suggestion }: { suggestion: SuggestionDetail }): React.JSX.Element {
  const text = useText(suggestionText);
  const mayDecide = useMay('merchandiser');
  const { id, sku, state } = suggestion;
  const decisions = useDecisions();
  const [asking, setAsking] = useState<'adjust' | 'reject' | null>(null);
  const isOpen = OPEN.includes(state);
  const isBusy = decisions.last?.state === 'working';
  const refusal = decisions.refusals.get(id);
  const readAgain = (): void => readSuggestionAgain(sku);
  const decide = (ask: Ask): void => {
    setAsking(null);
    if (!isBusy) void decisions.decide([suggestion], ask).then(readAgain);
  };
  const takeBack = (rows: readonly SuggestionView[] = [suggestion]): void => {
    if (!isBusy) void decisions.takeBack(rows).then(readAgain);
  };
  return (
    <Section title={text.states[state]}>
      <Stack gap="sm">
        <Marks row={suggestion} />
        <FirstApproval row={suggestion} />
        {!mayDecide && (
          <Text fz="sm" c="dimmed">
            {text.readOnly}
          </Text>
        )}
        {mayDecide && isOpen && (
          <Choices
            suggestion={suggestion}
            isBusy={isBusy}
            onAsk={setAsking}
            onDecide={decide}
            onTakeBack={() => takeBack()}
          />
        )}
        {mayDecide && !isOpen && <WayBack suggestion={suggestion} isBusy={isBusy} onTakeBack={() => takeBack()} />}
        {refusal !== undefined && (
          <RefusalNote refusal={refusal} onDismiss={() => decisions.dismissRefusal(id)} onLookAgain={readAgain} />
        )}
      </Stack>
      <Suspense>
        <AdjustPanel
          row={asking === 'adjust' ? suggestion : null}
          onClose={() => setAsking(null)}
          onDecide={(_, ask) => decide(ask)}
        />
        <RejectDialog
          title={asking === 'reject' ? suggestion.name : null}
          onClose={() => setAsking(null)}
          onReject={(reason) => decide({ action: 'reject', ...(reason !== null && { reason }) })}
        />
        <AloneDialog
          alone={decisions.alone}
          onClose={decisions.dropAlone}
          onConfirm={(confirmation, reason) => {
            const { alone } = decisions;
            decisions.dropAlone();
            if (alone !== null) decide({ ...alone.ask, confirmation, reason });
          }}
        />
      </Suspense>
      {decisions.last !== null && (
        <Box mt="sm">
          <UndoToast
            done={decisions.last}
            onUndo={() => takeBack(decisions.last?.rows)}
            onClose={decisions.dismissLast}
          />
        </Box>
      )}
    </Section>
  );
}

interface ChoicesProps {
  suggestion: SuggestionDetail;
  isBusy: boolean;
  onAsk(what: 'adjust' | 'reject'): void;
  onDecide(ask: Ask): void;
  onTakeBack(): void;
}

function Choices({ suggestion, isBusy, onAsk, onDecide, onTakeBack }: ChoicesProps): React.JSX.Element {
  const text = useText(suggestionText);
  const me = useMe();
  const { kind, state, firstApproval } = suggestion;
  const isOwnFirst = firstApproval?.by === `user:${me.name}`;
  const canAdjust = isAdjustable(suggestion);
  useHotkeys([
    ['a', () => !isOwnFirst && onDecide({ action: 'approve' })],
    ['e', () => canAdjust && !isOwnFirst && onAsk('adjust')],
    ['r', () => onAsk('reject')],
  ]);
  const approveWord = kind === 'alert' ? text.seen : state === 'half-approved' ? text.second : text.approve;
  return (
    <>
      {isOwnFirst ? (
        <Button variant="default" h={44} disabled={isBusy} onClick={onTakeBack}>
          {text.takeBackFirst}
        </Button>
      ) : (
        <Button
          h={46}
          loading={isBusy}
          leftSection={<IconCheck size={18} aria-hidden />}
          aria-keyshortcuts="a"
          onClick={() => onDecide({ action: 'approve' })}
        >
          {approveWord}
        </Button>
      )}
      <Group grow gap="xs">
        {canAdjust && !isOwnFirst && (
          <Button
            variant="default"
            h={44}
            disabled={isBusy}
            leftSection={<IconPencil size={18} aria-hidden />}
            aria-keyshortcuts="e"
            onClick={() => onAsk('adjust')}
          >
            {text.adjust}
          </Button>
        )}
        <Button
          variant="default"
          h={44}
          disabled={isBusy}
          leftSection={<IconX size={18} aria-hidden />}
          aria-keyshortcuts="r"
          onClick={() => onAsk('reject')}
        >
          {text.reject}
        </Button>
      </Group>
      {kind !== 'alert' && (
        <Text fz="xs" c="dimmed">
          {text.decideHint}
        </Text>
      )}
    </>
  );
}

interface WayBackProps {
  suggestion: SuggestionDetail;
  isBusy: boolean;
  onTakeBack(): void;
}

/** A price that is out is withdrawn; a rejection, an alert that was seen and a withdrawal are opened again while there is time. */
function WayBack({ suggestion, isBusy, onTakeBack }: WayBackProps): React.JSX.Element | null {
  const text = useText(suggestionText);
  const { state, entry, expiresAt, kind } = suggestion;
  const isOut = isPublished(suggestion) && (entry?.phase === 'live' || entry?.phase === 'scheduled');
  const isClosed = state === 'rejected' || state === 'withdrawn' || (kind === 'alert' && state === 'approved');
  const [openedAt] = useState(Date.now);
  if (!isOut && !(isClosed && openedAt < Date.parse(expiresAt))) return null;
  return (
    <Button
      variant="default"
      h={44}
      disabled={isBusy}
      leftSection={<IconArrowBackUp size={18} aria-hidden />}
      onClick={onTakeBack}
    >
      {isOut ? text.withdraw : text.reopen}
    </Button>
  );
}
