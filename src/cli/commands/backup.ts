import type { Command } from 'commander';
import { readConfig } from '../../config.js';
import { printFields, printJson, type Format } from '../output.js';
import { createBar } from '../progress.js';

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('copy the database to a new file while it is in use; docs/operating.md tells how to put it back')
    .argument('<file>', 'must not exist yet')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<{ format: Format }>();
      const config = readConfig();
      const { backup } = await import('../../flow/backup.js');
      const { databaseRefusal } = await import('../database-error.js');
      const bar = createBar('Copying');
      const made = await backup(config.DATABASE_URL, file, bar.tell)
        .catch((error: unknown) => {
          throw databaseRefusal(error, config.DATABASE_URL);
        })
        .finally(bar.end);
      if (format === 'json') return printJson(made);
      printFields([
        ['file', made.file],
        ['size, bytes', made.bytes],
        ['checked', made.checked],
      ]);
    });
}
