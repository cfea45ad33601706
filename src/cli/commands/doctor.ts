import type { Command } from 'commander';
import { readConfig, type Config } from '../../config.js';
import { Refusal } from '../../core/refusal.js';
import type { Check } from '../../flow/doctor-check.js';
import { out, printRows, type Format } from '../output.js';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look at settings, database, runs and disk, and tell what to do about each problem')
    .action(async (_options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<{ format: Format }>();
      const checks = await examine();
      if (checks.some(({ status }) => status === 'problem')) process.exitCode = 1;
      if (format === 'table') return printChecks(checks);
      printRows(format, checks, [
        { key: 'check', title: 'check', value: ({ check }) => check },
        { key: 'status', title: 'status', value: ({ status }) => status },
        { key: 'message', title: 'message', value: ({ message }) => message },
        { key: 'remedy', title: 'what to do', value: ({ remedy }) => remedy },
      ]);
    });
}

/** A sick installation must not keep the doctor from speaking: what fails becomes a finding. */
async function examine(): Promise<Check[]> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.issues.map(({ path, message }) => found('settings', `${path} ${message}`, `Correct ${path}.`));
  }
  const { checkDatabase, checkDisk, checkSettings } = await import('../../flow/doctor.js');
  const checks = [...checkSettings(config, process.versions.node), ...(await checkDisk(config))];
  const { openDatabase, sqliteFile } = await import('../../db/database.js');
  const { existsSync } = await import('node:fs');
  const { databaseRefusal } = await import('../database-error.js');
  const file = sqliteFile(config.DATABASE_URL);
  if (file !== null && !existsSync(file)) {
    const remedy = 'The first command that needs it makes it: larisin import, larisin serve or larisin demo.';
    return [...checks, { check: 'database', status: 'warning', message: `There is no ${file} yet.`, remedy }];
  }
  try {
    const db = await openDatabase(config.DATABASE_URL);
    try {
      return [...checks, ...(await checkDatabase(db, config, Date.now()))];
    } finally {
      await db.close();
    }
  } catch (error) {
    const refusal = databaseRefusal(error, config.DATABASE_URL);
    if (!(refusal instanceof Refusal)) throw error;
    return [...checks, found('database', refusal.message, 'Correct DATABASE_URL, or start the server it names.')];
  }
}

const found = (check: string, message: string, remedy: string): Check => ({
  check,
  status: 'problem',
  message,
  remedy,
});

const SIGNS: Record<Check['status'], string> = { ok: 'ok      ', warning: 'WARNING ', problem: 'PROBLEM ' };

function printChecks(checks: Check[]): void {
  const width = Math.max(...checks.map(({ check }) => check.length));
  for (const { check, status, message, remedy } of checks) {
    out(`${SIGNS[status]} ${check.padEnd(width)}  ${message}\n`);
    if (remedy !== null) out(`${' '.repeat(width + 11)}-> ${remedy}\n`);
  }
}
