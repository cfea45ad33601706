import { Alert, Button, CloseButton, Group, Loader, Paper, Select, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconFile, IconHourglass } from '@tabler/icons-react';
import { useState } from 'react';
import { IMPORT_KINDS, type ImportKind } from '../../../src/core/intake/records';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';
import { AskedWords } from './asked-words';
import { ColumnEditor } from './column-editor';
import { canStart, desk } from './desk';
import { JobProgress } from './job-progress';
import { JobResult } from './job-result';
import { hasOptions, isAskedFor, ReadingOptions } from './reading-options';
import { exportOf, isComplete, isIn, waitsFor, type StagedFile } from './staged';
import classes from './imports.module.css';

interface StagedCardProps {
  staged: StagedFile;
  files: readonly StagedFile[];
}

/** One file on the desk: what it is taken for, how its columns are read, and how far it is. */
export default function StagedCard({ staged, files }: StagedCardProps): React.JSX.Element {
  const text = useText(importsText);
  const { id, file, phase, error, job } = staged;
  const isBusy = phase === 'sending' || phase === 'working';
  const isKnown = phase !== 'looking' && phase !== 'unreadable' && !isIn(staged);
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'md' }} component="article" aria-label={file.name}>
      <Stack gap="sm">
        <div className={classes.head}>
          <FileTitle file={file} />
          {isKnown && <KindSelect staged={staged} isBusy={isBusy} />}
          <CloseButton
            className={classes.close!}
            size="lg"
            aria-label={text.remove({ name: file.name })}
            onClick={() => desk.remove(id)}
          />
        </div>
        {phase === 'looking' && (
          <Group gap="xs" role="status">
            <Loader size="xs" aria-hidden />
            <Text fz="sm">{text.looking}</Text>
          </Group>
        )}
        {isKnown && <Reading staged={staged} isBusy={isBusy} />}
        {error !== null && <ProblemNote error={error} />}
        {isBusy && <JobProgress staged={staged} />}
        {phase === 'ended' && job !== null && <JobResult job={job} />}
        {phase === 'ended' && job !== null && <AskedWords job={job} />}
        {!isBusy && <Actions staged={staged} files={files} />}
      </Stack>
    </Paper>
  );
}

function FileTitle({ file }: { file: File }): React.JSX.Element {
  const format = useFormat();
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <IconFile size={20} stroke={1.6} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <div>
        <Text className={classes.fileName!}>{file.name}</Text>
        <Text fz="xs" c="dimmed">
          {format.fileSize(file.size)}
        </Text>
      </div>
    </Group>
  );
}

/** What the file is taken for; a person may know better. */
function KindSelect({ staged, isBusy }: { staged: StagedFile; isBusy: boolean }): React.JSX.Element {
  const text = useText(importsText);
  const { id, kind, recognition } = staged;
  const kinds = recognition === null ? IMPORT_KINDS : recognition.candidates.map((candidate) => candidate.kind);
  return (
    <Select
      className={classes.kind!}
      aria-label={text.kindLabel}
      placeholder={text.kindPlaceholder}
      data={kinds.map((each) => ({ value: each, label: text.kinds[each] }))}
      value={kind}
      allowDeselect={false}
      disabled={isBusy}
      onChange={(chosen) => chosen !== null && desk.choose(id, chosen as ImportKind)}
      renderOption={({ option }) => (
        <div>
          <Text fz="sm">{option.label}</Text>
          <Text fz="xs" c="dimmed">
            {text.kindWhy[option.value as ImportKind]}
          </Text>
        </div>
      )}
    />
  );
}

/** How it is read, in a sentence, and ways to change it. */
function Reading({ staged, isBusy }: { staged: StagedFile; isBusy: boolean }): React.JSX.Element {
  const text = useText(importsText);
  const { kind, recognition, job } = staged;
  const [columnsOpen, setColumnsOpen] = useState<boolean | null>(null);
  const [optionsOpen, setOptionsOpen] = useState<boolean | null>(null);
  // Of an export there is nothing to be said: its columns are known.
  const hasColumns = recognition !== null && exportOf(staged) === null;
  const showsColumns = hasColumns && (columnsOpen ?? (!isComplete(staged) || staged.isMapped));
  const showsOptions = optionsOpen ?? (isAskedFor(job) || hasOptions(staged));
  return (
    <Stack gap="sm">
      <Group gap="xs" justify="space-between">
        <SaySo staged={staged} />
        {kind !== null && (
          <Group gap={4}>
            {hasColumns && <Toggle isOpen={showsColumns} onToggle={setColumnsOpen} name={text.showColumns} />}
            <Toggle isOpen={showsOptions} onToggle={setOptionsOpen} name={text.options} />
          </Group>
        )}
      </Group>
      {kind !== null && showsColumns && <ColumnEditor staged={staged} isBusy={isBusy} />}
      {kind !== null && showsOptions && <ReadingOptions staged={staged} isBusy={isBusy} />}
    </Stack>
  );
}

interface ToggleProps {
  name: string;
  isOpen: boolean;
  onToggle(isOpen: boolean): void;
}

function Toggle({ name, isOpen, onToggle }: ToggleProps): React.JSX.Element {
  return (
    <Button
      variant="subtle"
      className={classes.toggle!}
      size="compact-md"
      fz="sm"
      aria-expanded={isOpen}
      rightSection={isOpen ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
      onClick={() => onToggle(!isOpen)}
    >
      {name}
    </Button>
  );
}

/** One sentence: what we take the file for, and on what ground. */
function SaySo({ staged }: { staged: StagedFile }): React.JSX.Element {
  const text = useText(importsText);
  const format = useFormat();
  const { kind, recognition, columns, isMapped } = staged;
  const known = exportOf(staged);
  let sentence: string;
  if (kind === null) sentence = recognition === null ? text.askKindLarge : text.askKind;
  else if (recognition === null) sentence = text.kindWhy[kind];
  else if (known !== null && kind === 'orders') sentence = text.isOrderExport({ title: known.title });
  else if (known !== null) sentence = text.isExport({ title: known.title, kind: text.kinds[kind] });
  else if (recognition.keptMapping?.kind === kind && !isMapped)
    sentence = text.isKept({ kind: text.kinds[kind], name: recognition.keptMapping.name });
  else {
    const used = Object.values(columns).filter((column) => column !== null).length;
    const count = recognition.headers.filter((title) => title !== '').length;
    sentence = text.isKind({ kind: text.kinds[kind], known: format.number(used), count: format.number(count) });
  }
  return (
    <Text fz="sm" c={kind === null ? undefined : 'dimmed'} fw={kind === null ? 600 : undefined}>
      {sentence}
    </Text>
  );
}

/** What can be done with it now. */
function Actions({ staged, files }: StagedCardProps): React.JSX.Element | null {
  const text = useText(importsText);
  const format = useFormat();
  const { id, job, phase, kind } = staged;
  if (kind === null || phase === 'looking' || phase === 'unreadable' || isIn(staged)) return null;
  const before = waitsFor(staged, files);
  const good = job === null ? 0 : job.totals.rows - job.totals.rejected;
  const isBad = job !== null && (job.totals.rejected > 0 || job.state !== 'done');
  const isChecked = job !== null && job.isDryRun && job.state === 'done';
  return (
    <Stack gap="xs">
      {before !== null && (
        <Alert variant="default" icon={<IconHourglass aria-hidden />} py="xs">
          {text.waitsFor({ name: before.file.name })}
        </Alert>
      )}
      <Group gap="xs">
        {isChecked && !isBad && (
          <Button disabled={!canStart(staged)} onClick={() => void desk.import(id)}>
            {text.importNow}
          </Button>
        )}
        {isBad && good > 0 && job.totals.rejected > 0 && (
          <Button variant="light" disabled={!canStart(staged)} onClick={() => void desk.import(id, true)}>
            {text.importGood({ count: format.number(good) })}
          </Button>
        )}
        {(job === null || isBad) && (
          <Button
            variant={job === null && before === null ? 'filled' : 'default'}
            disabled={!canStart(staged)}
            onClick={() => void desk.check(id)}
          >
            {job === null ? text.check : text.checkAgain}
          </Button>
        )}
        {job === null && isComplete(staged) && (
          <Button variant="default" disabled={!canStart(staged)} onClick={() => void desk.import(id)}>
            {text.importNow}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
