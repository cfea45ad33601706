import type { Command } from 'commander';
import { Option } from 'commander';
import { ROLES, type Role, type User } from '../../core/access.js';
import { note, out, printFields, printJson, printRows, type Column, type Format } from '../output.js';

const COLUMNS: Column<User>[] = [
  { key: 'name', title: 'name', value: ({ name }) => name },
  { key: 'role', title: 'role', value: ({ role }) => role },
  { key: 'isActive', title: 'active', value: ({ isActive }) => isActive },
  { key: 'locale', title: 'language', value: ({ locale }) => locale },
];

export function addUser(program: Command): void {
  const user = program.command('user').description('add and list the people who may log in');
  const fromStdin = 'take the password from stdin instead of making one up';
  user
    .command('add')
    .description('add a user; a generated password is printed once')
    .argument('<name>', 'log-in name')
    .addOption(new Option('--role <role>', 'what the user may do').choices(ROLES).makeOptionMandatory())
    .option('--password-stdin', fromStdin)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { format, role, passwordStdin } = command.optsWithGlobals<Options & { role: Role }>();
      const { withShop } = await import('../shop.js');
      const { addUser: add } = await import('../../flow/users.js');
      const { readNewUser } = await import('../new-user.js');
      const given = readNewUser(name, role, passwordStdin ? await readStdin() : undefined);
      await withShop(async ({ db, by, now }) => {
        const added = await add(db, given, by, now);
        if (format === 'json') return printJson({ name: added.user.name, role, password: added.password });
        printFields([
          ['name', added.user.name],
          ['role', role],
          ['password', added.password ?? 'as given'],
        ]);
        if (added.password !== undefined) note('The password is not shown again.');
      });
    });
  user
    .command('list')
    .description('list users')
    .action(async (_options: unknown, command: Command) => {
      const { withShop } = await import('../shop.js');
      const { listUsers } = await import('../../flow/users.js');
      const { format } = command.optsWithGlobals<Options>();
      await withShop(async ({ db }) =>
        printRows(format, await listUsers(db), COLUMNS, ({ name, role, isActive, locale }) => ({
          name,
          role,
          isActive,
          locale,
        })),
      );
    });
  user
    .command('password')
    .description('set a new password, for whoever has lost theirs; ends their sessions')
    .argument('<name>', 'log-in name')
    .option('--password-stdin', fromStdin)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { format, passwordStdin } = command.optsWithGlobals<Options>();
      const { withShop } = await import('../shop.js');
      const { changePassword } = await import('../../flow/users.js');
      const { generatePassword } = await import('../../flow/access.js');
      const given = passwordStdin ? await readStdin() : undefined;
      await withShop(async ({ db, by: { actor, ip }, now }) => {
        const password = given ?? generatePassword();
        await changePassword(db, name, { password }, { actor, ip }, now);
        if (format === 'json') return printJson({ name, password: given === undefined ? password : undefined });
        out(given === undefined ? `The password of ${name} is now ${password}\n` : `The password of ${name} is set.\n`);
      });
    });
}

interface Options {
  format: Format;
  passwordStdin?: boolean;
}

/** Never as an argument: those stand in the list of processes and in the shell's history. */
async function readStdin(): Promise<string> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) text += String(chunk);
  return text.replace(/\r?\n$/, '');
}
