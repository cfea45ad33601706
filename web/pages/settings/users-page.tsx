import { ActionIcon, Badge, Button, Group, Menu, Paper, Stack, Table, Text } from '@mantine/core';
import { IconDots, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { UserView } from '../../../src/contract/access';
import { useMe } from '../../api/session';
import { useChangeUser, useResetPassword, useUsers } from '../../api/users';
import { Allowed } from '../../parts/allowed';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { peopleText } from '../../text/settings-people';
import { settingsText } from '../../text/settings';
import { shellText } from '../../text/shell';
import { useText } from '../../text/texts';
import { FormModal } from './form-modal';
import { ReadOnlyNote } from './read-only-note';
import { SecretOnce } from './secret-once';
import { AddUser, RoleChoice } from './user-forms';

/** What is open over the list. */
type Open =
  | { what: 'add' }
  | { what: 'role' | 'reset' | 'deactivate'; user: UserView }
  | { what: 'secret'; name: string; secret: string };

export default function UsersPage(): React.JSX.Element {
  const text = useText(peopleText).users;
  const { sections } = useText(settingsText);
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Page
      title={sections.users}
      intro={text.intro}
      actions={
        <Allowed role="owner">
          <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
            {text.add}
          </Button>
        </Allowed>
      }
    >
      <ReadOnlyNote hidesAll />
      <Allowed role="owner">
        <UserList onOpen={setOpen} />
      </Allowed>
      {open?.what === 'add' && (
        <AddUser
          onClose={close}
          onAdded={({ name, password }) =>
            setOpen(password === undefined ? null : { what: 'secret', name, secret: password })
          }
        />
      )}
      {open?.what === 'role' && <ChangeRole user={open.user} onClose={close} />}
      {open?.what === 'deactivate' && <Deactivate user={open.user} onClose={close} />}
      {open?.what === 'reset' && (
        <Reset
          user={open.user}
          onClose={close}
          onDone={(secret) => setOpen({ what: 'secret', name: open.user.name, secret })}
        />
      )}
      {open?.what === 'secret' && (
        <SecretOnce title={text.password({ name: open.name })} secret={open.secret} onClose={close} />
      )}
    </Page>
  );
}

function UserList({ onOpen }: { onOpen(open: Open): void }): React.JSX.Element {
  const text = useText(peopleText).users;
  const { roles } = useText(shellText);
  const format = useFormat();
  const me = useMe();
  const users = useUsers();
  if (users.isPending) return <Loading />;
  if (users.isError) return <ProblemNote error={users.error} retry={() => void users.refetch()} />;
  return (
    <Paper withBorder>
      <Table verticalSpacing="sm" aria-label={text.list}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.name}</Table.Th>
            <Table.Th visibleFrom="sm">{text.role}</Table.Th>
            <Table.Th visibleFrom="sm">{text.since}</Table.Th>
            <Table.Th w={60} aria-label={text.actions({ name: '' })} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.data.map((user) => (
            <Table.Tr key={user.name} opacity={user.isActive ? 1 : 0.75}>
              <Table.Td>
                <Group gap="xs">
                  <Text fw={600}>{user.name}</Text>
                  {user.name === me.name && (
                    <Badge variant="light" tt="none">
                      {text.you}
                    </Badge>
                  )}
                  {!user.isActive && (
                    <Badge variant="default" tt="none">
                      {text.inactive}
                    </Badge>
                  )}
                </Group>
                <Text fz="sm" c="dimmed" hiddenFrom="sm">
                  {roles[user.role]}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">{roles[user.role]}</Table.Td>
              <Table.Td visibleFrom="sm">{format.day(user.createdAt.slice(0, 10))}</Table.Td>
              <Table.Td>
                <UserMenu user={user} isSelf={user.name === me.name} onOpen={onOpen} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

interface UserMenuProps {
  user: UserView;
  isSelf: boolean;
  onOpen(open: Open): void;
}

function UserMenu({ user, isSelf, onOpen }: UserMenuProps): React.JSX.Element {
  const text = useText(peopleText).users;
  const activate = useChangeUser(() => undefined);
  return (
    <Stack gap={4} align="flex-end">
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={40} aria-label={text.actions({ name: user.name })}>
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onOpen({ what: 'role', user })}>{text.changeRole}</Menu.Item>
          {!isSelf && <Menu.Item onClick={() => onOpen({ what: 'reset', user })}>{text.reset}</Menu.Item>}
          {!isSelf && user.isActive && (
            <Menu.Item onClick={() => onOpen({ what: 'deactivate', user })}>{text.deactivate}</Menu.Item>
          )}
          {!user.isActive && (
            <Menu.Item
              disabled={activate.isPending}
              onClick={() => activate.send({ name: user.name, change: { isActive: true } })}
            >
              {text.activate}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {activate.isError && <ProblemNote error={activate.error} />}
    </Stack>
  );
}

function ChangeRole({ user, onClose }: { user: UserView; onClose(): void }): React.JSX.Element {
  const text = useText(peopleText).users;
  const { save } = useText(settingsText);
  const [role, setRole] = useState(user.role);
  const change = useChangeUser(onClose);
  return (
    <FormModal
      title={text.changeRoleOf({ name: user.name })}
      submit={save}
      isPending={change.isPending}
      error={change.error}
      onSubmit={() => change.send({ name: user.name, change: { role } })}
      onClose={onClose}
    >
      <RoleChoice role={role} onChange={setRole} />
    </FormModal>
  );
}

function Deactivate({ user, onClose }: { user: UserView; onClose(): void }): React.JSX.Element {
  const text = useText(peopleText).users;
  const change = useChangeUser(onClose);
  return (
    <FormModal
      title={text.deactivateOf({ name: user.name })}
      submit={text.deactivate}
      isDanger
      isPending={change.isPending}
      error={change.error}
      onSubmit={() => change.send({ name: user.name, change: { isActive: false } })}
      onClose={onClose}
    >
      <Text>{text.deactivateWhy}</Text>
    </FormModal>
  );
}

interface ResetProps {
  user: UserView;
  onClose(): void;
  onDone(password: string): void;
}

function Reset({ user, onClose, onDone }: ResetProps): React.JSX.Element {
  const text = useText(peopleText).users;
  const reset = useResetPassword(onDone);
  return (
    <FormModal
      title={text.resetOf({ name: user.name })}
      submit={text.reset}
      isDanger
      isPending={reset.isPending}
      error={reset.error}
      onSubmit={() => reset.send({ name: user.name })}
      onClose={onClose}
    >
      <Text>{text.resetWhy}</Text>
    </FormModal>
  );
}
