import { Button, Checkbox, Group, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DigestView } from '../../../src/contract/digest';
import { useDigest, useSaveDigest, type DigestForm } from '../../api/digest';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { settingsText } from '../../text/settings';
import { digestText } from '../../text/settings-digest';
import { useText } from '../../text/texts';
import { DigestTestButton } from './digest-test';
import { LastDigests } from './last-digests';
import { QuietDates } from './quiet-dates';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export default function DigestPage(): React.JSX.Element {
  const text = useText(digestText);
  const { sections } = useText(settingsText);
  const digest = useDigest();
  return (
    <Page title={sections.digest} intro={text.intro}>
      {digest.isPending && <Loading />}
      {digest.isError && <ProblemNote error={digest.error} retry={() => void digest.refetch()} />}
      {digest.data !== undefined && (
        <Stack maw={720}>
          <Settings digest={digest.data} />
          <LastDigests last={digest.data.last} />
        </Stack>
      )}
    </Page>
  );
}

function formOf({ missing: _, last: __, ...form }: DigestView): DigestForm {
  return form;
}

function Settings({ digest }: { digest: DigestView }): React.JSX.Element {
  const text = useText(digestText);
  const { save, saved, unsaved } = useText(settingsText);
  const [form, setForm] = useState(() => formOf(digest));
  const [isTried, setTried] = useState(false);
  const saving = useSaveDigest();
  const set = (part: Partial<DigestForm>): void => setForm({ ...form, ...part });
  const isChanged = JSON.stringify(form) !== JSON.stringify(formOf(digest));
  const lacks = {
    mail: form.channels.includes('mail') && form.mail === null,
    whatsapp: form.channels.includes('whatsapp') && form.phone === null,
  };
  const submit = (): void => {
    setTried(true);
    if (saving.isPending || lacks.mail || lacks.whatsapp) return;
    saving.sendAsync(form).then(
      (done) => setForm(formOf(done)),
      () => undefined, // shown below
    );
  };
  const channel = (one: 'mail' | 'whatsapp') => ({
    checked: form.channels.includes(one),
    onChange: ({ currentTarget: { checked } }: { currentTarget: { checked: boolean } }) =>
      set({ channels: checked ? [...form.channels, one] : form.channels.filter((each) => each !== one) }),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <Section title={text.mail}>
          <Stack gap="sm">
            <Missing names={digest.missing.mail} />
            <Switch size="md" label={text.mailOn} {...channel('mail')} />
            <TextInput
              type="email"
              autoComplete="email"
              label={text.mailLabel}
              maxLength={254}
              error={isTried && lacks.mail ? text.addressMissing : undefined}
              value={form.mail ?? ''}
              onChange={({ currentTarget: { value } }) => set({ mail: value.trim() === '' ? null : value.trim() })}
            />
            <DigestTestButton
              channel="mail"
              isReady={digest.mail !== null && digest.mail === form.mail}
              isOff={digest.missing.mail.length > 0}
            />
          </Stack>
        </Section>
        <Section title={text.whatsapp}>
          <Stack gap="sm">
            <Missing names={digest.missing.whatsapp} />
            <Switch size="md" label={text.whatsappOn} {...channel('whatsapp')} />
            <TextInput
              type="tel"
              autoComplete="tel"
              label={text.phoneLabel}
              description={text.phoneHelp}
              maxLength={40}
              error={isTried && lacks.whatsapp ? text.addressMissing : undefined}
              value={form.phone ?? ''}
              onChange={({ currentTarget: { value } }) => set({ phone: value === '' ? null : value })}
            />
            <DigestTestButton
              channel="whatsapp"
              isReady={digest.phone !== null && digest.phone === form.phone}
              isOff={digest.missing.whatsapp.length > 0}
            />
          </Stack>
        </Section>
        <Section title={text.when} intro={text.nothing}>
          <Stack>
            <TextInput
              type="time"
              label={text.at}
              description={text.atHelp}
              w={{ base: '100%', sm: 320 }}
              required
              withAsterisk={false}
              value={form.at}
              onChange={({ currentTarget: { value } }) => value !== '' && set({ at: value.slice(0, 5) })}
            />
            <Checkbox.Group
              label={text.quietWeekdays}
              value={form.quietWeekdays.map(String)}
              onChange={(days) => set({ quietWeekdays: days.map(Number).sort((a, b) => a - b) })}
            >
              <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm" mt="xs">
                {WEEKDAYS.map((day, i) => (
                  <Checkbox key={day} value={String(i + 1)} label={text.weekdays[day]} />
                ))}
              </SimpleGrid>
            </Checkbox.Group>
            <QuietDates dates={form.quietDates} onChange={(quietDates) => set({ quietDates })} />
          </Stack>
        </Section>
        {saving.isError && <ProblemNote error={saving.error} />}
        <Group>
          <Button type="submit" loading={saving.isPending} disabled={!isChanged}>
            {save}
          </Button>
          {isChanged && <Text fz="sm">{unsaved}</Text>}
          {!isChanged && saving.isSuccess && <Text role="status">{saved}</Text>}
        </Group>
      </Stack>
    </form>
  );
}

function Missing({ names }: { names: string[] }): React.JSX.Element | null {
  const text = useText(digestText);
  if (names.length === 0) return null;
  return (
    <Text fz="sm" c="dimmed">
      {text.missing({ names: names.join(', ') })}
    </Text>
  );
}
