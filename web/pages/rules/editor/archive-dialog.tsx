import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useArchiveDraft } from '../../../api/rules';
import { ProblemNote } from '../../../parts/problem-note';
import { useFormat } from '../../../text/format';
import { partsText } from '../../../text/parts';
import { rulesText } from '../../../text/rules';
import { useText } from '../../../text/texts';
import { editedSet } from './edited-set';
import type { Draft } from './use-draft';

interface ArchiveDialogProps {
  isOpen: boolean;
  onClose(): void;
  draft: Draft;
}

/** Discards a draft, once more asked, with what was typed and not saved; the page then shows it as the archived version. */
export function ArchiveDialog({ isOpen, onClose, draft }: ArchiveDialogProps): React.JSX.Element {
  const text = useText(rulesText);
  const parts = useText(partsText);
  const format = useFormat();
  const archive = useArchiveDraft();
  const { version, revision, ruleSet } = draft.kept;
  const act = (): void =>
    void archive.sendAsync({ version, expectedRevision: revision }).then(
      () => {
        draft.restart(draft.kept, editedSet(ruleSet));
        notifications.show({ message: text.done.archived, color: 'leaf' });
      },
      () => undefined, // told in the dialog
    );
  return (
    <Modal opened={isOpen} onClose={onClose} title={text.archiveTitle({ version: format.number(version) })}>
      <Stack gap="md">
        <Text fz="sm">{text.archiveWhat}</Text>
        {archive.isError && <ProblemNote error={archive.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {parts.cancel}
          </Button>
          <Button color="red" loading={archive.isPending} onClick={act}>
            {text.archive}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
