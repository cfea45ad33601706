import { Alert, Button, Checkbox, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { ApiProblem } from '../../api/problem';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { partsText } from '../../text/parts';
import { rulesText } from '../../text/rules';
import { useText } from '../../text/texts';

interface AskWhyProps {
  isOpen: boolean;
  onClose(): void;
  title: string;
  what: ReactNode;
  /** The word on the button that does it. */
  action: string;
  isPending: boolean;
  error: unknown;
  /** Why it cannot be done yet; null: it can. */
  obstacle?: ReactNode;
  size?: string;
  onDo(why: { note: string; confirmedChanges?: number }): void;
}

/** Asks why before rules are put in force, and, where the server wants it, that a large change was looked at. */
export function AskWhy(props: AskWhyProps): React.JSX.Element {
  const { isOpen, onClose, title, what, action, isPending, error, obstacle = null, size = 'md', onDo } = props;
  const text = useText(rulesText);
  const parts = useText(partsText);
  const [note, setNote] = useState('');
  const [isSeen, setSeen] = useState(false);
  const large = error instanceof ApiProblem && error.code === 'needs-confirmation' ? error.values : null;
  const act = (): void =>
    onDo({ note: note.trim(), ...(large === null ? {} : { confirmedChanges: Number(large.changes) }) });
  const isReady = obstacle === null && note.trim() !== '' && (large === null || isSeen);
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size={size}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isPending) act();
        }}
      >
        <Stack gap="md">
          {what}
          {obstacle}
          <Textarea
            label={text.why}
            description={text.whyHint}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={1000}
            autosize
            minRows={2}
            required
            data-autofocus
          />
          {large !== null && <LargeChange values={large} isSeen={isSeen} onSeen={setSeen} />}
          {error !== null && large === null && <ProblemNote error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {parts.cancel}
            </Button>
            <Button type="submit" loading={isPending} disabled={!isReady}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface LargeChangeProps {
  values: Record<string, unknown>;
  isSeen: boolean;
  onSeen(isSeen: boolean): void;
}

function LargeChange({ values, isSeen, onSeen }: LargeChangeProps): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const count = (key: string): string => format.number(Number(values[key]));
  return (
    <Alert color="yellow" title={text.manyTitle} role="alert">
      <Stack gap="xs">
        <Text fz="sm">{text.manyParts({ fresh: count('new'), gone: count('gone'), changed: count('changed') })}</Text>
        <Checkbox
          checked={isSeen}
          onChange={(event) => onSeen(event.currentTarget.checked)}
          label={text.confirmMany({ changes: count('changes'), listings: count('listings') })}
        />
      </Stack>
    </Alert>
  );
}
