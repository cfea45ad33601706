import { Checkbox, Group, MultiSelect, Radio, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { WindowView } from '../../../src/contract/calendar';
import { useSaveWindow, type WindowContent } from '../../api/calendar';
import { useProductGroups } from '../../api/products';
import { useChannels } from '../../api/channels';
import { settingsText } from '../../text/settings';
import { calendarText } from '../../text/settings-calendar';
import { useText } from '../../text/texts';
import { plusDays, useToday } from './days';
import { FormModal } from './form-modal';

const KINDS = ['campaign', 'holiday', 'lock', 'boost'] as const;
/** Kinds that may hold on some channels and categories only. */
const HAS_PLACE: readonly WindowContent['kind'][] = ['lock', 'boost'];

interface WindowFormProps {
  /** Null: a new one. */
  window: WindowView | null;
  onClose(): void;
}

function contentOf(window: WindowView | null, today: string): WindowContent {
  if (window !== null) {
    const { id: _, revision: __, updatedBy: ___, updatedAt: ____, ...content } = window;
    return content;
  }
  const day = plusDays(today, 1);
  const nowhere = { channels: null, categories: null };
  return {
    kind: 'campaign',
    name: '',
    startsOn: day,
    endsOn: day,
    ...nowhere,
    isApproximate: false,
    source: '',
    note: '',
  };
}

/** A new entry of the calendar, or a changed one. */
export default function WindowForm({ window, onClose }: WindowFormProps): React.JSX.Element {
  const text = useText(calendarText);
  const { save } = useText(settingsText);
  const today = useToday();
  const channels = useChannels();
  const categories = useProductGroups().data?.categories ?? [];
  const [content, setContent] = useState(() => contentOf(window, today));
  const saving = useSaveWindow(window, onClose);
  const set = (part: Partial<WindowContent>): void => setContent({ ...content, ...part });
  const hasBadDays = content.endsOn < content.startsOn;
  return (
    <FormModal
      title={window === null ? text.add : text.editOf({ name: window.name })}
      submit={save}
      isPending={saving.isPending}
      error={saving.error}
      onSubmit={() => !hasBadDays && saving.send(content)}
      onClose={onClose}
      size="lg"
    >
      <Radio.Group
        label={text.kind}
        value={content.kind}
        onChange={(value) => {
          const kind = value as WindowContent['kind'];
          set({ kind, ...(HAS_PLACE.includes(kind) ? {} : { channels: null, categories: null }) });
        }}
      >
        <Stack gap="xs" mt="xs">
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={text.kinds[kind]} description={text.kindHelp[kind]} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label={text.name}
        description={text.nameHelp}
        required
        withAsterisk={false}
        maxLength={100}
        value={content.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={text.from}
          required
          withAsterisk={false}
          value={content.startsOn}
          onChange={({ currentTarget: { value } }) =>
            set({ startsOn: value, ...(content.endsOn < value ? { endsOn: value } : {}) })
          }
        />
        <TextInput
          type="date"
          label={text.to}
          required
          withAsterisk={false}
          error={hasBadDays ? text.badDays : undefined}
          value={content.endsOn}
          onChange={(event) => set({ endsOn: event.currentTarget.value })}
        />
      </Group>
      {HAS_PLACE.includes(content.kind) && (
        <>
          <MultiSelect
            label={text.channels}
            description={text.channelsHelp}
            value={content.channels ?? []}
            onChange={(codes) => set({ channels: codes.length === 0 ? null : codes })}
            data={(channels.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          />
          <TagsInput
            label={text.categories}
            description={text.categoriesHelp}
            value={content.categories ?? []}
            onChange={(names) => set({ categories: names.length === 0 ? null : names })}
            data={categories}
          />
        </>
      )}
      <Checkbox
        label={text.approximate}
        description={text.approximateHelp}
        checked={content.isApproximate}
        onChange={(event) => set({ isApproximate: event.currentTarget.checked })}
      />
      <TextInput
        label={text.source}
        maxLength={500}
        value={content.source}
        onChange={(event) => set({ source: event.currentTarget.value })}
      />
      <Textarea
        label={text.note}
        maxLength={1000}
        autosize
        value={content.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
    </FormModal>
  );
}
