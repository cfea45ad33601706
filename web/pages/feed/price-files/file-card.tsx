import { Button, FileButton, Group, Modal, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconDownload, IconFileCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { PriceFileConfirmed } from '../../../../src/contract/price-files';
import {
  useConfirmByFile,
  useConfirmPriceFile,
  useDownloadPriceFile,
  type PriceFileView,
} from '../../../api/price-files';
import { Allowed } from '../../../parts/allowed';
import { ProblemNote } from '../../../parts/problem-note';
import { useSingly } from '../../../parts/use-singly';
import { useWho } from '../../../parts/who';
import { partsText } from '../../../text/parts';
import { priceFilesText } from '../../../text/price-files';
import { useFormat } from '../../../text/format';
import { useText } from '../../../text/texts';
import { Dot, type Urgency } from '../dot';
import FileItems from './file-items';
import { hasChanged } from './has-changed';
import classes from './price-files.module.css';

const URGENCY: Record<PriceFileView['state'], Urgency> = { new: 'calm', exported: 'attention', closed: 'good' };
const SUMS = ['set', 'stop', 'applied', 'refused', 'outdated', 'leftOut', 'unexpected'] as const;

/** One price file: what is in it, how far it is, and the next step. */
export function FileCard({ code, file }: { code: string; file: PriceFileView }): React.JSX.Element {
  const text = useText(priceFilesText);
  const format = useFormat();
  const [isOpen, { toggle }] = useDisclosure(false);
  const sums = SUMS.filter((name) => file.counts[name] > 0).map((name) =>
    text.sums[name]({ count: format.number(file.counts[name]) }),
  );
  const who = useWho()(file.createdBy);
  return (
    <Paper component="li" withBorder p="sm">
      <div className={classes.card}>
        <div style={{ minWidth: 0 }}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {file.fileName}
          </Text>
          <Text fz="xs" c="dimmed" title={format.instant(file.createdAt)}>
            {text.formats[file.format].name}, {text.madeBy({ who, ago: format.ago(file.createdAt) })}
          </Text>
          <Stack gap={2} mt={6}>
            <Dot urgency={URGENCY[file.state]}>{text.states[file.state]}</Dot>
            <Text fz="sm">{format.list(sums)}</Text>
          </Stack>
        </div>
        <Allowed role="merchandiser">
          <Actions code={code} file={file} />
        </Allowed>
      </div>
      {file.endsAt !== null && file.state !== 'new' && (
        <Text fz="sm" mt="xs">
          {text.endsAt({ at: format.instant(file.endsAt) })}
        </Text>
      )}
      <Button variant="subtle" mt={4} ml={-12} px={12} onClick={toggle} aria-expanded={isOpen}>
        {isOpen ? text.hide : text.contents}
      </Button>
      {isOpen && <FileItems code={code} file={file} />}
    </Paper>
  );
}

function Actions({ code, file }: { code: string; file: PriceFileView }): React.JSX.Element | null {
  const text = useText(priceFilesText);
  const format = useFormat();
  const download = useDownloadPriceFile(code);
  const byFile = useConfirmByFile(code, file.id);
  const save = useSingly(() => download.mutateAsync(file));
  const [isAsked, setAsked] = useState(false);
  const tell = ({ accepted, refused }: PriceFileConfirmed): void => {
    const count = format.number(accepted);
    const message =
      refused === 0 ? text.recorded({ count }) : text.recordedLess({ count, less: format.number(refused) });
    notifications.show({ message });
  };
  if (file.state === 'closed') return null;
  const isNew = file.state === 'new';
  const error = download.error ?? byFile.error;
  return (
    <Stack gap="xs">
      <div className={classes.actions}>
        {!isNew && (
          <Button leftSection={<IconCheck size={17} aria-hidden />} onClick={() => setAsked(true)}>
            {text.uploaded}
          </Button>
        )}
        {!isNew && (
          <FileButton
            accept=".csv,.xlsx"
            onChange={(result) => result !== null && byFile.mutate(result, { onSuccess: tell })}
            inputProps={{ 'aria-label': text.resultOf({ file: file.fileName }) }}
          >
            {(props) => (
              <Button
                {...props}
                variant="default"
                leftSection={<IconFileCheck size={17} aria-hidden />}
                loading={byFile.isPending}
              >
                {text.result}
              </Button>
            )}
          </FileButton>
        )}
        {!hasChanged(file) && (
          <Button
            variant={isNew ? 'filled' : 'default'}
            leftSection={<IconDownload size={17} aria-hidden />}
            loading={download.isPending}
            onClick={save}
          >
            {isNew ? text.download : text.downloadAgain}
          </Button>
        )}
      </div>
      {hasChanged(file) && (
        <Text fz="sm" c="dimmed">
          {text.changed}
        </Text>
      )}
      {error !== null && <ProblemNote error={error} />}
      {isAsked && <UploadedDialog code={code} file={file} tell={tell} close={() => setAsked(false)} />}
    </Stack>
  );
}

interface UploadedDialogProps {
  code: string;
  file: PriceFileView;
  tell(confirmed: PriceFileConfirmed): void;
  close(): void;
}

/** Says what is recorded before it is. */
function UploadedDialog({ code, file, tell, close }: UploadedDialogProps): React.JSX.Element {
  const text = useText(priceFilesText);
  const parts = useText(partsText);
  const format = useFormat();
  const confirm = useConfirmPriceFile(code, file.id);
  const record = useSingly(async () => {
    tell(await confirm.sendAsync({}));
    close();
  });
  return (
    <Modal opened onClose={close} title={text.uploadedTitle}>
      <Stack>
        <Text>{text.uploadedWhat({ count: format.number(file.counts.open) })}</Text>
        {confirm.isError && <ProblemNote error={confirm.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {parts.cancel}
          </Button>
          <Button loading={confirm.isPending} onClick={record} data-autofocus>
            {text.record}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
