import type { Command } from 'commander';
import type { RememberedMapping } from '../../core/intake/mapping.js';
import { wholeNumber } from '../arguments.js';
import { out, printRows, type Column, type Format } from '../output.js';

/** `Kode Brg=sku, Rak=-, channel:shopee`: what is fixed stands with a colon. */
function written({ mapping }: RememberedMapping): string {
  const columns = Object.entries(mapping.columns).map(([title, column]) => `${title}=${column ?? '-'}`);
  const fixed = Object.entries(mapping.fixed).map(([column, value]) => `${column}:${value}`);
  return [...columns, ...fixed].join(', ');
}

const COLUMNS: Column<RememberedMapping>[] = [
  { key: 'id', title: 'id', value: ({ id }) => id },
  { key: 'kind', title: 'kind', value: ({ kind }) => kind },
  { key: 'name', title: 'made for', value: ({ name }) => name },
  { key: 'mapping', title: 'columns', value: written },
];

export function addMapping(program: Command): void {
  const mapping = program.command('mapping').description('list and forget how columns of files are read');
  mapping
    .command('list')
    .description('list the mappings that `import --remember` has kept')
    .action(async (_options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<{ format: Format }>();
      const { withShop } = await import('../shop.js');
      const { listMappings } = await import('../../db/stores/mappings.js');
      await withShop(async ({ db }) =>
        printRows(format, await listMappings(db.manager), COLUMNS, ({ updatedAt, ...row }) => ({
          ...row,
          updatedAt: new Date(updatedAt).toISOString(),
        })),
      );
    });
  mapping
    .command('forget')
    .description('read files with that header by their titles again')
    .argument('<id>', 'as `mapping list` shows it', wholeNumber(1, 2_147_483_647))
    .action(async (id: number) => {
      const { withShop } = await import('../shop.js');
      const { forgetMapping } = await import('../../flow/recognise-file.js');
      await withShop(async ({ db, by, now }) => {
        await forgetMapping(db, id, by, now);
        out(`Mapping ${id} is forgotten.\n`);
      });
    });
}
