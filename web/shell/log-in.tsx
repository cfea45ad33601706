import { Button, Card, Center, Group, Modal, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useLogIn } from '../api/session';
import { ProblemNote } from '../parts/problem-note';
import { shellText } from '../text/shell';
import { useText } from '../text/texts';
import { LanguageSwitch } from './language-switch';
import { Logo } from './logo';

/** For whoever is not logged in, at whichever address: it shows the page of that address afterwards. */
export function LogInPage(): React.JSX.Element {
  const text = useText(shellText);
  return (
    <Center mih="100dvh" p="md" component="main">
      <Card w="100%" maw={400} p="xl" withBorder>
        <Group justify="space-between" mb="lg">
          <Logo />
          <LanguageSwitch />
        </Group>
        <Title order={1} fz="h3">
          {text.logInTitle}
        </Title>
        <Text c="dimmed" mb="lg">
          {text.logInIntro}
        </Text>
        <LogInForm />
      </Card>
    </Center>
  );
}

/** Over a page whose session has ended: what was typed there is not lost. */
export function LogInDialog({ name }: { name: string }): React.JSX.Element {
  const text = useText(shellText);
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} title={text.logInTitle} zIndex={1000}>
      <Text mb="md">{text.sessionEnded}</Text>
      <LogInForm name={name} />
    </Modal>
  );
}

function LogInForm({ name: given = '' }: { name?: string }): React.JSX.Element {
  const text = useText(shellText);
  const logIn = useLogIn();
  const [name, setName] = useState(given);
  const [password, setPassword] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!logIn.isPending) logIn.send({ name, password });
      }}
    >
      <Stack>
        <TextInput
          label={text.name}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={text.password}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': text.password, 'aria-hidden': true }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {logIn.isError && <ProblemNote error={logIn.error} />}
        <Button type="submit" loading={logIn.isPending} size="md">
          {text.logIn}
        </Button>
      </Stack>
    </form>
  );
}
