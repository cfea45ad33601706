import type { Command } from 'commander';
import { readConfig } from '../../config.js';
import { printFields, printJson, type Format } from '../output.js';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest schema and set up what a new one needs (serve does it too)')
    .action(async (_options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<{ format: Format }>();
      const { placeOf, withShop } = await import('../shop.js');
      const config = readConfig();
      await withShop(async ({ db }) => {
        const rows = await db.query<{ name: string }>('SELECT name FROM migration ORDER BY id');
        const database = placeOf(config);
        if (format === 'json') return printJson({ database, migrations: rows.map((row) => row.name) });
        printFields([
          ['database', database],
          ['schema', `up to date, ${rows.length} migration(s)`],
          ['newest', rows.at(-1)?.name ?? null],
        ]);
      }, config);
    });
}
