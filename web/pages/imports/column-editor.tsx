import { Alert, Checkbox, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useChannels } from '../../api/channels';
import { useFormat } from '../../text/format';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';
import { desk } from './desk';
import { columnsOf, fixValue, lackingColumns, mapTitle, requiredOf, type StagedFile } from './staged';
import { useColumnName } from './words';
import classes from './imports.module.css';

interface ColumnEditorProps {
  staged: StagedFile;
  isBusy: boolean;
}

const SAMPLES_SHOWN = 3;
const LEFT_OUT = '-';
/** What may well be the same in every row of a file: an export of one channel, a count of one day. */
const FIXABLE = ['day', 'channel'] as const;
type Fixable = (typeof FIXABLE)[number];
const isFixable = (name: string): name is Fixable => FIXABLE.some((each) => each === name);

/** Each title of the file beside some of its cells and the column that it is read as; and what the file lacks. */
export function ColumnEditor({ staged, isBusy }: ColumnEditorProps): React.JSX.Element | null {
  const text = useText(importsText);
  const format = useFormat();
  const columnName = useColumnName();
  const { id, kind, recognition, columns, fixed, isMapped, remember } = staged;
  if (kind === null || recognition === null) return null;
  const candidate = recognition.candidates.find((each) => each.kind === kind);
  const guessed = new Map(candidate?.columns.map(({ title, suggestion }) => [title, suggestion]));
  const required = new Set(requiredOf(kind));
  const choices = [
    { value: LEFT_OUT, label: text.leaveOut },
    ...columnsOf(kind).map((name) => ({ value: name, label: `${columnName(name)}${required.has(name) ? ' *' : ''}` })),
  ];
  const lacking = lackingColumns(staged);
  return (
    <Stack gap="sm">
      {candidate !== undefined && candidate.clashes.length > 0 && (
        <Alert variant="default" py="xs" icon={<IconAlertTriangle aria-hidden className={classes.faults!} />}>
          {text.clash({ titles: candidate.clashes.map((clash) => `"${clash}"`).join(', ') })}
        </Alert>
      )}
      <ul className={classes.columns} aria-label={text.columns}>
        {recognition.headers.map((title, at) => {
          const held = columns[title] ?? null;
          const isGuess = held !== null && guessed.get(title) === held;
          const samples = recognition.sampleRows.slice(0, SAMPLES_SHOWN).map((row) => row[at] ?? '');
          return (
            <li key={at} className={classes.column}>
              <Text fz="sm" fw={600} c={held === null ? 'dimmed' : undefined} style={{ overflowWrap: 'anywhere' }}>
                {title === '' ? text.noTitle : title}
              </Text>
              <Text fz="sm" c="dimmed" className={classes.sample!}>
                {samples.filter((sample) => sample !== '').join(' · ')}
              </Text>
              <Stack gap={2}>
                <Select
                  aria-label={text.meaningOf({ title })}
                  data={choices}
                  value={held ?? LEFT_OUT}
                  allowDeselect={false}
                  disabled={isBusy || title === ''}
                  onChange={(chosen) =>
                    desk.change(id, (each) => mapTitle(each, title, chosen === LEFT_OUT ? null : chosen))
                  }
                />
                {isGuess && (
                  <Text fz="xs" c="dimmed">
                    {text.guessed}
                  </Text>
                )}
              </Stack>
            </li>
          );
        })}
      </ul>
      {lacking.length > 0 && (
        <Stack gap="xs">
          <Text fz="sm">
            {lacking.some(isFixable)
              ? text.lacking({ columns: format.list(lacking.map(columnName)) })
              : text.lackingMatch({ columns: format.list(lacking.map(columnName)) })}
          </Text>
          {lacking.filter(isFixable).map((name) => (
            <FixedValue
              key={name}
              label={text.sameForAll({ column: columnName(name) })}
              kind={name}
              value={fixed[name] ?? ''}
              isBusy={isBusy}
              onChange={(value) => desk.change(id, (each) => fixValue(each, name, value))}
            />
          ))}
        </Stack>
      )}
      {isMapped && (
        <Checkbox
          label={text.remember}
          checked={remember}
          disabled={isBusy}
          onChange={({ currentTarget }) => {
            const { checked } = currentTarget;
            desk.change(id, (each) => ({ ...each, remember: checked }));
          }}
        />
      )}
    </Stack>
  );
}

interface FixedValueProps {
  label: string;
  kind: Fixable;
  value: string;
  isBusy: boolean;
  onChange(value: string): void;
}

/** What every row has in a column that the file lacks. */
function FixedValue({ label, kind, value, isBusy, onChange }: FixedValueProps): React.JSX.Element {
  const text = useText(importsText);
  const channels = useChannels();
  if (kind === 'channel') {
    return (
      <Select
        label={label}
        data={(channels.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        value={value === '' ? null : value}
        disabled={isBusy}
        maw={320}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    );
  }
  return (
    <TextInput
      label={label}
      type="date"
      description={text.fixedDay}
      value={value}
      disabled={isBusy}
      maw={320}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
