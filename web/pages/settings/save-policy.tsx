import { List, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Policy } from '../../../src/core/pricing/policy';
import { usePolicy, usePutPolicy, type PolicyVersion } from '../../api/policy';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import { FormModal } from './form-modal';

interface SavePolicyProps {
  base: PolicyVersion;
  draft: Policy;
  lines: readonly string[];
  onSaved(put: PolicyVersion): void;
  onClose(): void;
}

/** The last look at what changes, and the note that goes with it. */
export default function SavePolicy({ base, draft, lines, onSaved, onClose }: SavePolicyProps): React.JSX.Element {
  const text = useText(guardrailsText);
  const [note, setNote] = useState('');
  const policy = usePolicy();
  const put = usePutPolicy(onSaved);
  return (
    <FormModal
      title={text.saveTitle}
      submit={text.save}
      isPending={put.isPending}
      error={put.error}
      onSubmit={() => {
        put.sendAsync({ expectedVersion: base.version, policy: draft, note }).catch(() => policy.refetch()); // somebody else was faster: the page then says who, and what they changed
      }}
      onClose={onClose}
    >
      <List size="sm">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      <Textarea
        label={text.note}
        description={text.noteHelp}
        required
        withAsterisk={false}
        maxLength={1000}
        autosize
        minRows={2}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Text fz="sm" c="dimmed">
        {text.saveWhy}
      </Text>
    </FormModal>
  );
}
