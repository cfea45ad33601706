import {
  Button,
  Paper,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  Title,
  useMantineColorScheme,
} from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useLogOutElsewhere, useOwnLanguage, useOwnPassword } from '../../api/account';
import { useMe } from '../../api/session';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useLanguageChoice, type Language } from '../../text/language';
import { settingsText } from '../../text/settings';
import { peopleText } from '../../text/settings-people';
import { shellText } from '../../text/shell';
import { useText } from '../../text/texts';

export default function AccountPage(): React.JSX.Element {
  const text = useText(peopleText).account;
  const { sections } = useText(settingsText);
  const { roles } = useText(shellText);
  const { name, role } = useMe();
  return (
    <Page title={sections.account} intro={text.intro({ name, role: role === null ? '' : roles[role] })}>
      <Stack maw={620}>
        <LanguageCard />
        <SchemeCard />
        <PasswordCard name={name} />
        <ElsewhereCard />
      </Stack>
    </Page>
  );
}

function Card({ title, help, children }: { title: string; help?: string; children: ReactNode }): React.JSX.Element {
  return (
    <Paper component="section" withBorder p="md">
      <Title order={2} fz="h5">
        {title}
      </Title>
      {help !== undefined && (
        <Text fz="sm" c="dimmed">
          {help}
        </Text>
      )}
      <Stack mt="sm" align="flex-start">
        {children}
      </Stack>
    </Paper>
  );
}

function LanguageCard(): React.JSX.Element {
  const text = useText(peopleText).account;
  const { language, choose } = useLanguageChoice();
  const keep = useOwnLanguage();
  return (
    <Card title={text.language} help={text.languageHelp}>
      <SegmentedControl
        aria-label={text.language}
        value={language}
        disabled={keep.isPending}
        onChange={(value) => {
          choose(value as Language);
          keep.send(value as Language);
        }}
        data={[
          { value: 'id', label: text.indonesian },
          { value: 'en', label: text.english },
        ]}
      />
      {keep.isError && <ProblemNote error={keep.error} />}
    </Card>
  );
}

function SchemeCard(): React.JSX.Element {
  const text = useText(peopleText).account;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Card title={text.scheme} help={text.schemeHelp}>
      <SegmentedControl
        aria-label={text.scheme}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as typeof colorScheme)}
        data={[
          { value: 'light', label: text.light },
          { value: 'dark', label: text.dark },
          { value: 'auto', label: text.auto },
        ]}
      />
    </Card>
  );
}

function PasswordCard({ name }: { name: string }): React.JSX.Element {
  const text = useText(peopleText).account;
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useOwnPassword(name, () => {
    setCurrent('');
    setNext('');
  });
  return (
    <Card title={text.password}>
      <form
        style={{ width: '100%' }}
        onSubmit={(event) => {
          event.preventDefault();
          if (!change.isPending) change.send({ password: next, currentPassword: current });
        }}
      >
        <Stack>
          <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
          <PasswordInput
            label={text.current}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-hidden': true, tabIndex: -1 }}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={text.next}
            description={text.nextHelp}
            autoComplete="new-password"
            required
            minLength={10}
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-hidden': true, tabIndex: -1 }}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          {change.isError && <ProblemNote error={change.error} />}
          {change.isSuccess && <Text role="status">{text.changed}</Text>}
          <Button type="submit" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
            {text.change}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

function ElsewhereCard(): React.JSX.Element {
  const text = useText(peopleText).account;
  const end = useLogOutElsewhere(() => undefined);
  return (
    <Card title={text.elsewhere} help={text.elsewhereHelp}>
      {end.isError && <ProblemNote error={end.error} />}
      {end.isSuccess && <Text role="status">{text.loggedOutElsewhere}</Text>}
      <Button variant="default" loading={end.isPending} onClick={() => end.send()}>
        {text.logOutElsewhere}
      </Button>
    </Card>
  );
}
