import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Refusal } from '../core/refusal.js';
import { mysqlAddress, sqliteFile } from '../db/database.js';
import type { Progress } from './analyse.js';

export interface Backup {
  file: string;
  bytes: number;
  /** How it was made sure of. */
  checked: string;
}

/** Pages copied between two looks at the event loop. */
const PAGES_PER_STEP = 2_000;
const DUMP_COMPLETED = '-- Dump completed';

/**
 * Copies the whole database to a new file while others read and write. SQLite: its online backup, made one plain file
 * and checked whole. MySQL and MariaDB: their own dump program, from one snapshot. The file appears under its name only
 * when it is complete, readable by its owner alone: it holds password hashes.
 * @throws Refusal `file-exists`, `no-database`, `backup-damaged`, `no-dump-program` (with the command to run), `dump-failed`
 */
export async function backup(url: string, file: string, onProgress: Progress = () => {}): Promise<Backup> {
  const path = resolve(file);
  const source = sqliteFile(url);
  if (source !== null && !existsSync(source)) {
    throw new Refusal('notFound', 'no-database', `There is no database ${source}: there is nothing to copy yet.`);
  }
  await claim(path);
  const part = `${path}.part`;
  try {
    await writeFile(part, '', { mode: 0o600 });
    const checked = source === null ? await dump(url, part) : await copySqlite(source, part, onProgress);
    await rename(part, path);
    return { file: path, bytes: (await stat(path)).size, checked };
  } catch (error) {
    await Promise.all([path, part].map((each) => rm(each, { force: true })));
    throw error;
  }
}

/** Takes the name with an empty file, so that of two backups at once the second is refused and nothing is overwritten. */
async function claim(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      throw new Refusal('conflict', 'file-exists', `${path} is there already and is not overwritten: name a new file.`);
    }
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'ENOTDIR') throw error;
    throw new Refusal(
      'invalid',
      'cannot-write',
      `${path} cannot be written: is the folder there, and may you write to it?`,
    );
  }
}

async function copySqlite(source: string, part: string, onProgress: Progress): Promise<string> {
  const db = new Sqlite(source, { readonly: true, timeout: 10_000 });
  try {
    await db.backup(part, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress('', totalPages - remainingPages, totalPages);
        return PAGES_PER_STEP;
      },
    });
  } finally {
    db.close();
  }
  const copy = new Sqlite(part);
  try {
    copy.pragma('journal_mode = DELETE'); // one file, no -wal beside it
    const result = String(copy.pragma('integrity_check(1)', { simple: true }));
    if (result !== 'ok') {
      const message = `The copy did not pass SQLite's integrity check (${result}): the database itself is damaged. Keep older backups.`;
      throw new Refusal('unavailable', 'backup-damaged', message);
    }
  } finally {
    copy.close();
  }
  return 'integrity_check: ok';
}

async function dump(url: string, part: string): Promise<string> {
  const { host, port, user, password, database } = mysqlAddress(url);
  const names = url.startsWith('mariadb:') ? ['mariadb-dump', 'mysqldump'] : ['mysqldump', 'mariadb-dump'];
  const program = findProgram(names);
  const args = ['--single-transaction', '--quick', '--hex-blob', '--no-tablespaces', '--default-character-set=utf8mb4'];
  if (program === null) {
    const command = `${names[0]} -h ${host} -P ${port} -u ${user} -p ${args.join(' ')} ${database} > ${part.replace(/\.part$/, '')}`;
    throw new Refusal(
      'unavailable',
      'no-dump-program',
      `Neither ${names.join(' nor ')} is installed here. Install the database's client programs, or run where they are: ${command}`,
      { command },
    );
  }
  // On the command line the password would stand in the list of processes.
  const folder = await mkdtemp(join(tmpdir(), 'larisin-dump-'));
  const options = join(folder, 'client.cnf');
  try {
    const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    const lines = [
      '[client]',
      `host=${quoted(host)}`,
      `port=${port}`,
      `user=${quoted(user)}`,
      `password=${quoted(password)}`,
      'protocol=tcp',
    ];
    await writeFile(options, `${lines.join('\n')}\n`, { mode: 0o600 });
    const own = program.isMariadb
      ? []
      : ['--set-gtid-purged=OFF', ...(url.startsWith('mariadb:') ? ['--column-statistics=0'] : [])];
    await runDump(program.name, [`--defaults-extra-file=${options}`, ...own, ...args, database], part);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return `${DUMP_COMPLETED.slice(3)} stands at its end`;
}

async function runDump(program: string, args: string[], part: string): Promise<void> {
  const target = await open(part, 'r+');
  try {
    const child = spawn(program, args, { stdio: ['ignore', target.fd, 'pipe'] });
    let complaint = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2_000)));
    const code = await new Promise<number | null>((resolved, failed) => {
      child.once('error', failed);
      child.once('close', resolved);
    });
    const { size } = await target.stat();
    const tail = Buffer.alloc(Math.min(size, 200));
    await target.read(tail, 0, tail.length, size - tail.length);
    if (code === 0 && tail.includes(DUMP_COMPLETED)) return;
    throw new Refusal('unavailable', 'dump-failed', `${program} failed: ${complaint.trim() || `exit code ${code}`}`);
  } finally {
    await target.close();
  }
}

/** The first of these programs that can be started here; null when none can. */
function findProgram(names: string[]): { name: string; isMariadb: boolean } | null {
  for (const name of names) {
    const { status, stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
    if (status === 0) return { name, isMariadb: /mariadb/i.test(stdout) };
  }
  return null;
}
