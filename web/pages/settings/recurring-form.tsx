import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Policy } from '../../../src/core/pricing/policy';
import { usePolicy, usePutPolicy, type PolicyVersion } from '../../api/policy';
import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { settingsText } from '../../text/settings';
import { calendarText } from '../../text/settings-calendar';
import { useText } from '../../text/texts';
import { FormModal } from './form-modal';
import { WholeField } from './number-fields';

type Content = Pick<Policy, 'paydays' | 'campaigns' | 'campaignLocks'>;

/** Changes what the policy has come back. Somebody else's version in the meantime is refused, and read again. */
export default function RecurringForm({
  inForce,
  onClose,
}: {
  inForce: PolicyVersion;
  onClose(): void;
}): React.JSX.Element {
  const text = useText(calendarText).recurring;
  const { save } = useText(settingsText);
  const { paydays, campaigns, campaignLocks } = inForce.policy;
  const [content, setContent] = useState<Content>({ paydays, campaigns, campaignLocks });
  const [note, setNote] = useState(text.noteBegin);
  const policy = usePolicy();
  const put = usePutPolicy(onClose);
  const set = (part: Partial<Content>): void => setContent({ ...content, ...part });
  return (
    <FormModal
      title={text.edit}
      submit={save}
      isPending={put.isPending}
      error={put.error}
      onSubmit={() => {
        put
          .sendAsync({ expectedVersion: inForce.version, policy: { ...inForce.policy, ...content }, note })
          .catch(() => policy.refetch());
      }}
      onClose={onClose}
      size="lg"
    >
      <Text fz="sm" c="dimmed">
        {text.why}
      </Text>
      <Group grow>
        <WholeField
          label={text.from}
          min={1}
          max={31}
          required
          withAsterisk={false}
          value={content.paydays.fromDayOfMonth}
          onChange={(day) => set({ paydays: { ...content.paydays, fromDayOfMonth: day as number } })}
        />
        <WholeField
          label={text.to}
          min={1}
          max={31}
          required
          withAsterisk={false}
          value={content.paydays.toDayOfMonth}
          onChange={(day) => set({ paydays: { ...content.paydays, toDayOfMonth: day as number } })}
        />
      </Group>
      <Campaigns campaigns={content.campaigns} onChange={(next) => set({ campaigns: next })} />
      {content.campaignLocks.map((lock, index) => (
        <Line
          key={index}
          words={text.locks({ names: lock.name })}
          remove={text.removeLock({ name: lock.name })}
          onRemove={() => set({ campaignLocks: content.campaignLocks.filter((_, i) => i !== index) })}
        />
      ))}
      <TextInput
        label={text.note}
        required
        withAsterisk={false}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormModal>
  );
}

interface LineProps {
  words: string;
  remove: string;
  onRemove(): void;
}

function Line({ words, remove, onRemove }: LineProps): React.JSX.Element {
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Text>{words}</Text>
      <ActionIcon variant="subtle" color="gray" size={40} aria-label={remove} onClick={onRemove}>
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

interface CampaignsProps {
  campaigns: Policy['campaigns'];
  onChange(campaigns: Policy['campaigns']): void;
}

/** Days of campaigns; a new one comes back every year, what happens once belongs into the dated entries. */
function Campaigns({ campaigns, onChange }: CampaignsProps): React.JSX.Element {
  const text = useText(calendarText).recurring;
  const format = useFormat();
  const months = useMonths();
  const [name, setName] = useState('');
  const [day, setDay] = useState<number | null>(1);
  const [month, setMonth] = useState('01');
  const on = `${month}-${String(day ?? 0).padStart(2, '0')}`;
  // 29 February exists in a leap year.
  const exists = !Number.isNaN(Date.parse(`2000-${on}`)) && new Date(`2000-${on}`).getUTCDate() === day;
  const told = (when: string): string => (when.length === 10 ? format.day(when) : format.dayShort(`2000-${when}`));
  return (
    <Stack gap={4}>
      <Text fz="sm" fw={500}>
        {text.yearly}
      </Text>
      {campaigns.map((campaign, index) => (
        <Line
          key={index}
          words={`${campaign.name} · ${told(campaign.on)}`}
          remove={text.remove({ name: campaign.name })}
          onRemove={() => onChange(campaigns.filter((_, i) => i !== index))}
        />
      ))}
      <Group gap="xs" align="flex-end">
        <TextInput
          style={{ flex: '1 1 160px' }}
          label={text.name}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <WholeField w={80} label={text.day} min={1} max={31} value={day} onChange={setDay} />
        <Select
          w={130}
          label={text.month}
          allowDeselect={false}
          value={month}
          onChange={(value) => setMonth(value ?? month)}
          data={months}
        />
        <Button
          variant="default"
          disabled={name.trim() === '' || !exists}
          onClick={() => {
            onChange([...campaigns, { name: name.trim(), on }].sort((a, b) => (a.on < b.on ? -1 : 1)));
            setName('');
          }}
        >
          {text.add}
        </Button>
      </Group>
    </Stack>
  );
}

function useMonths(): { value: string; label: string }[] {
  const locale = useLanguage() === 'id' ? 'id-ID' : 'en-GB';
  const names = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, i) => ({
    value: String(i + 1).padStart(2, '0'),
    label: names.format(Date.UTC(2000, i, 1)),
  }));
}
