import { Alert, Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import { usePublishDraft, useRulesInForce } from '../../../api/rules';
import { useFormat } from '../../../text/format';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';
import { AskWhy } from '../ask-why';
import { RulesDiff } from '../rules-diff';
import type { Checked } from './use-checked';
import type { KeptDraft } from './use-draft';

interface PublishDialogProps {
  isOpen: boolean;
  onClose(): void;
  kept: KeptDraft;
  checked: Checked;
  onShowChecks(): void;
}

/** Puts a draft in force: what changes is shown once more, why is asked, and what forbids it is told. */
export function PublishDialog({ isOpen, onClose, kept, checked, onShowChecks }: PublishDialogProps): React.JSX.Element {
  const text = useText(ruleEditorText);
  const format = useFormat();
  const navigate = useNavigate();
  const inForce = useRulesInForce();
  const publish = usePublishDraft();
  const { version, revision } = kept;
  const act = (why: { note: string; confirmedChanges?: number }): void => {
    if (inForce.data === undefined) return;
    const sent = publish.sendAsync({
      version,
      expectedVersion: inForce.data.version,
      expectedRevision: revision,
      ...why,
    });
    void sent.then(
      () => {
        notifications.show({ message: text.published({ version: format.number(version) }), color: 'leaf' });
        void navigate(`/rules/versions/${version}?tab=changes`);
      },
      () => undefined, // told in the dialog
    );
  };
  const others = checked.errors - checked.failingExamples;
  const obstacle =
    checked.errors === 0 ? null : (
      <Alert color="red" role="alert">
        <Stack gap={4} align="flex-start">
          {checked.failingExamples > 0 && (
            <Text fz="sm">{text.publishExamples({ count: format.number(checked.failingExamples) })}</Text>
          )}
          {others > 0 && <Text fz="sm">{text.publishErrors({ count: format.number(others) })}</Text>}
          <Button size="compact-sm" variant="default" onClick={onShowChecks}>
            {text.showChecks}
          </Button>
        </Stack>
      </Alert>
    );
  return (
    <AskWhy
      isOpen={isOpen}
      onClose={onClose}
      size="xl"
      title={text.publishTitle({ version: format.number(version) })}
      what={
        <>
          <Text fz="sm">{text.publishWhat}</Text>
          <RulesDiff version={version} against={null} revision={revision} />
        </>
      }
      action={text.publish}
      isPending={publish.isPending || checked.isWaiting}
      error={publish.error}
      obstacle={obstacle}
      onDo={act}
    />
  );
}
