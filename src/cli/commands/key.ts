import type { Command } from 'commander';
import type { ApiKey } from '../../core/access.js';
import { list, wholeNumber } from '../arguments.js';
import { note, out, printFields, printJson, printRows, type Column, type Format } from '../output.js';

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const COLUMNS: Column<ApiKey>[] = [
  { key: 'id', title: 'id', value: ({ id }) => id },
  { key: 'name', title: 'name', value: ({ name }) => name },
  { key: 'prefix', title: 'begins', value: ({ prefix }) => `lrs_${prefix}` },
  { key: 'scopes', title: 'scopes', value: ({ scopes }) => scopes.join(' ') },
  { key: 'lastUsedAt', title: 'last used', value: ({ lastUsedAt }) => iso(lastUsedAt) },
  { key: 'revokedAt', title: 'revoked', value: ({ revokedAt }) => iso(revokedAt) },
];

export function addKey(program: Command): void {
  const key = program.command('key').description('add, list and revoke API keys of sync jobs and other programs');
  key
    .command('add')
    .description('make a key; it is printed once')
    .argument('<name>', 'who uses it, for the list and the audit log')
    .requiredOption('--scope <scopes>', 'read, ingest, metrics, feed:<channel>; several with commas', list)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { format, scope } = command.optsWithGlobals<{ format: Format; scope: string[] }>();
      const { withShop } = await import('../shop.js');
      const { addKey: add } = await import('../../flow/keys.js');
      await withShop(async ({ db, by, now }) => {
        const { apiKey, key: secret } = await add(db, { name: name.trim().slice(0, 100), scopes: scope }, by, now);
        const { id, scopes } = apiKey;
        if (format === 'json') return printJson({ id, name: apiKey.name, scopes, key: secret });
        printFields([
          ['id', id],
          ['scopes', scopes.join(' ')],
          ['key', secret],
        ]);
        note('The key is not shown again.');
      });
    });
  key
    .command('list')
    .description('list keys, without their secrets')
    .action(async (_options: unknown, command: Command) => {
      const { withShop } = await import('../shop.js');
      const { listKeys } = await import('../../flow/keys.js');
      const { format } = command.optsWithGlobals<{ format: Format }>();
      await withShop(async ({ db }) =>
        printRows(format, await listKeys(db), COLUMNS, ({ id, name, prefix, scopes, lastUsedAt, revokedAt }) => ({
          ...{ id, name, prefix, scopes },
          lastUsedAt: iso(lastUsedAt),
          revokedAt: iso(revokedAt),
        })),
      );
    });
  key
    .command('revoke')
    .description('make a key useless, at once and for good')
    .argument('<id>', 'as `key list` shows it', wholeNumber(1, 2_147_483_647))
    .action(async (id: number) => {
      const { withShop } = await import('../shop.js');
      const { revokeKey } = await import('../../flow/keys.js');
      await withShop(async ({ db, by, now }) => {
        const { name } = await revokeKey(db, id, by, now);
        out(`Key ${id} (${name}) is revoked.\n`);
      });
    });
}
