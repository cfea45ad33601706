import { Box, Checkbox, Select, SimpleGrid, Switch, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ChannelProfiles, ProfileView } from '../../../src/contract/channel-profiles';
import type { ProfileKey } from '../../../src/core/pricing/channel-profile';
import { usePutProfile } from '../../api/profiles';
import { profileText } from '../../text/settings-profile';
import { settingsText } from '../../text/settings';
import { useText } from '../../text/texts';
import { DurationField } from './duration-field';
import { FormModal } from './form-modal';
import { PercentField, WholeField } from './number-fields';

interface ProfileFormProps {
  title: string;
  profiles: ChannelProfiles;
  /** What the form begins with. */
  start: ProfileView;
  /** The place of the one that is changed; null: it is a new one. */
  index: number | null;
  onClose(): void;
}

type Voucher = NonNullable<ProfileView['voucher']>;

/** One profile of a channel. A figure that was changed counts as confirmed. */
export default function ProfileForm({ title, profiles, start, index, onClose }: ProfileFormProps): React.JSX.Element {
  const text = useText(profileText);
  const { save } = useText(settingsText);
  const [profile, setProfile] = useState(start);
  const [isConfirmed, setConfirmed] = useState(false);
  const [why, setWhy] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const put = usePutProfile(profiles.channel, onClose);
  const others = profiles.items.filter((_, i) => i !== index);
  const open = start.notVerified.filter((key) => JSON.stringify(profile[key]) === JSON.stringify(start[key]));
  const set = (part: Partial<ProfileView>): void => {
    setFault(null);
    setProfile({ ...profile, ...part });
  };
  const setVoucher = (part: Partial<Voucher>): void => set({ voucher: { ...profile.voucher!, ...part } });

  const submit = (): void => {
    const found = faultOf(profile, others);
    setFault(found === null ? null : text[found]);
    if (found !== null) return;
    const changed = { ...profile, notVerified: isConfirmed ? [] : open };
    put.send({ items: [...others, changed], expectedVersion: profiles.version, note: why });
  };
  const flag = (key: BooleanKey, description?: string): React.JSX.Element => (
    <Switch
      label={text.keys[key]}
      description={description}
      checked={profile[key]}
      onChange={(event) => set({ [key]: event.currentTarget.checked })}
    />
  );

  return (
    <FormModal
      title={title}
      submit={save}
      isPending={put.isPending}
      error={put.error}
      onSubmit={submit}
      onClose={onClose}
      size="xl"
    >
      <TextInput
        type="date"
        label={text.validFrom}
        description={text.help.validFrom}
        required
        withAsterisk={false}
        maw={260}
        value={profile.validFrom}
        onChange={(event) => set({ validFrom: event.currentTarget.value })}
      />
      <Title order={3} fz="md">
        {text.groups.times}
      </Title>
      <Times window={profile} onChange={set}>
        <DurationField
          label={text.keys.handlingMinutes}
          description={text.help.handlingMinutes}
          value={profile.handlingMinutes}
          onChange={(minutes) => set({ handlingMinutes: minutes ?? 0 })}
        />
      </Times>
      <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'center' }}>
        {flag('hasWholeDays', text.help.hasWholeDays)}
        {flag('canShorten')}
        {profile.canShorten && (
          <DurationField
            label={text.keys.stopAfterMinutes}
            value={profile.stopAfterMinutes}
            onChange={(minutes) => set({ stopAfterMinutes: minutes ?? 0 })}
          />
        )}
      </SimpleGrid>
      <Title order={3} fz="md">
        {text.groups.price}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <PercentField
          label={text.keys.minDiscountBp}
          description={text.help.any}
          inputWrapperOrder={UNDER}
          max={9_900}
          value={profile.minDiscountBp}
          onChange={(minDiscountBp) => set({ minDiscountBp })}
        />
        <PercentField
          label={text.keys.maxDiscountBp}
          description={text.help.any}
          inputWrapperOrder={UNDER}
          max={9_900}
          value={profile.maxDiscountBp}
          onChange={(maxDiscountBp) => set({ maxDiscountBp })}
        />
        <WholeField
          label={text.keys.lowestPriceDays}
          description={text.help.lowestPriceDays}
          inputWrapperOrder={UNDER}
          suffix={` ${text.units.days}`}
          max={365}
          value={profile.lowestPriceDays}
          onChange={(days) => set({ lowestPriceDays: days === 0 ? null : days })}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {flag('hasWholeMoney', text.help.hasWholeMoney)}
        {flag('locksBasePrice', text.help.locksBasePrice)}
      </SimpleGrid>
      <Title order={3} fz="md">
        {text.groups.applying}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={text.keys.endsBy}
          allowDeselect={false}
          value={profile.endsBy}
          data={(['channel', 'job'] as const).map((value) => ({ value, label: text.endsBy[value] }))}
          onChange={(value) => value !== null && set({ endsBy: value as ProfileView['endsBy'] })}
        />
        <WholeField
          label={text.keys.batchSize}
          description={text.help.batchSize}
          inputWrapperOrder={UNDER}
          max={100_000}
          value={profile.batchSize}
          onChange={(count) => set({ batchSize: count === 0 ? null : count })}
        />
        {flag('canLengthen', text.help.canLengthen)}
        <Switch
          label={text.keys.voucher}
          checked={profile.voucher !== null}
          onChange={(event) => set({ voucher: event.currentTarget.checked ? timesOf(profile) : null })}
        />
      </SimpleGrid>
      {profile.voucher !== null && (
        <>
          <Title order={3} fz="md">
            {text.groups.voucher}
          </Title>
          <Times window={profile.voucher} onChange={setVoucher} />
        </>
      )}
      <Textarea
        autosize
        minRows={1}
        label={text.source}
        description={text.help.source}
        required
        withAsterisk={false}
        maxLength={1000}
        value={profile.source}
        onChange={(event) => set({ source: event.currentTarget.value })}
      />
      <Textarea
        label={text.note}
        description={text.help.note}
        maxLength={1000}
        autosize
        maxRows={6}
        value={profile.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      {open.length > 0 && (
        <Checkbox
          label={text.confirm}
          description={open.map((key) => text.keys[key]).join(', ')}
          checked={isConfirmed}
          onChange={(event) => setConfirmed(event.currentTarget.checked)}
        />
      )}
      <TextInput
        label={text.why}
        description={text.help.why}
        required
        withAsterisk={false}
        maxLength={1000}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      {fault !== null && (
        <Text c="red" fz="sm" role="alert">
          {fault}
        </Text>
      )}
    </FormModal>
  );
}

type BooleanKey = { [Key in ProfileKey]: ProfileView[Key] extends boolean ? Key : never }[ProfileKey];

const UNDER: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

const timesOf = ({ leadMinutes, windowMinMinutes, windowMaxMinutes }: Voucher): Voucher => ({
  ...{ leadMinutes, windowMinMinutes, windowMaxMinutes },
});

interface TimesProps {
  window: Voucher;
  onChange(part: Partial<Voucher>): void;
  /** Beside the lead time. */
  children?: ReactNode;
}

function Times({ window, onChange, children }: TimesProps): React.JSX.Element {
  const text = useText(profileText);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <DurationField
        label={text.keys.leadMinutes}
        description={text.help.leadMinutes}
        value={window.leadMinutes}
        onChange={(minutes) => onChange({ leadMinutes: minutes ?? 0 })}
      />
      {children ?? <Box visibleFrom="sm" />}
      <DurationField
        label={text.keys.windowMinMinutes}
        description={text.help.any}
        value={window.windowMinMinutes}
        onChange={(minutes) => onChange({ windowMinMinutes: minutes === 0 ? null : minutes })}
      />
      <DurationField
        label={text.keys.windowMaxMinutes}
        description={text.help.any}
        value={window.windowMaxMinutes}
        onChange={(minutes) => onChange({ windowMaxMinutes: minutes === 0 ? null : minutes })}
      />
    </SimpleGrid>
  );
}

function faultOf(profile: ProfileView, others: readonly ProfileView[]): 'twin' | 'wrongOrder' | 'wrongCuts' | null {
  if (others.some(({ validFrom }) => validFrom === profile.validFrom)) return 'twin';
  for (const { windowMinMinutes: min, windowMaxMinutes: max } of [profile, profile.voucher ?? profile]) {
    if (min !== null && max !== null && max < min) return 'wrongOrder';
  }
  const { minDiscountBp: least, maxDiscountBp: most } = profile;
  return least !== null && most !== null && most < least ? 'wrongCuts' : null;
}
