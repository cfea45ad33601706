import { existsSync } from 'node:fs';
import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.js';
import { formatDay, type Day, type Instant } from '../core/units.js';
import { ZoneClock } from '../core/intake/zone.js';
import { sqliteFile, type Database } from '../db/database.js';
import { pendingMigrations } from '../db/migrate.js';
import { latestGoodRun, listRuns } from '../db/stores/runs.js';
import { readShop } from '../db/stores/settings.js';
import { ImportJobTable, ProductTable, UserTable } from '../db/tables/shop.js';
import { ok, problem, warning, type Check } from './doctor-check.js';
import { checkDigests, checkWebhooks } from './doctor-sending.js';

const GIB = 1024 ** 3;
/** Room for a write-ahead log, staged imports and one backup beside a small database. */
const DISK_FREE_BYTES_MIN = GIB;
/** Longer than this nothing waits while the web process runs. */
const QUEUE_WAIT_MS_MAX = 10 * 60_000;

/** What can be said without the database: the version of Node, and how open the address is. */
export function checkSettings(config: Config, nodeVersion: string): Check[] {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const isNew = major > 20 || (major === 20 && minor >= 19);
  const checks = [
    isNew
      ? ok('node', `Node.js ${nodeVersion}`)
      : problem('node', `Node.js ${nodeVersion} is too old.`, 'Install Node.js 20.19 or newer.'),
    ok('settings', 'All settings can be read.'),
  ];
  const isLocal = ['127.0.0.1', 'localhost', '::1'].includes(config.HOST);
  if (!isLocal && config.PUBLIC_URL?.startsWith('https:') !== true) {
    const message = `HOST is ${config.HOST}: others reach this address, and passwords would travel unencrypted.`;
    checks.push(
      warning('address', message, 'Put a proxy with TLS in front and set PUBLIC_URL to its https:// address.'),
    );
  }
  return checks;
}

/** Is there room on the disk, and may the program write? */
export async function checkDisk(config: Config): Promise<Check[]> {
  const file = sqliteFile(config.DATABASE_URL);
  const folder = nearestFolder(file === null ? config.DATA_DIR : dirname(file));
  const checks: Check[] = [];
  try {
    await access(folder, constants.W_OK);
    checks.push(ok('data folder', `${folder} may be written.`));
  } catch {
    const remedy = `Give the user of the program the right to write there: chown -R <user> ${folder}`;
    checks.push(problem('data folder', `${folder} may not be written.`, remedy));
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const size = file !== null && existsSync(file) ? (await stat(file)).size : 0;
  const text = `${gib(free)} GiB free${size > 0 ? `, database ${gib(size)} GiB` : ''}`;
  const isShort = free < Math.max(DISK_FREE_BYTES_MIN, 2 * size);
  const remedy =
    'Free some space: a large import or a backup needs as much as the database has, and a gigabyte besides.';
  checks.push(isShort ? warning('disk', `${text}.`, remedy) : ok('disk', text));
  return checks;
}

/** What an open database tells about itself; changes nothing. */
export async function checkDatabase(db: Database, config: Config, now: Instant): Promise<Check[]> {
  const checks: Check[] = [await checkServer(db)];
  const schema = await checkSchema(db);
  checks.push(schema);
  if (db.dialect === 'mysql') checks.push(await checkLocalInfile(db));
  if (schema.status !== 'ok') return checks; // what follows reads tables
  checks.push(await checkOwner(db));
  const shop = await readShop(db.manager);
  checks.push(ok('shop', `${shop.name}, ${shop.currency} with ${shop.scale} decimals, ${shop.timeZone}`));
  if (shop.timeZone !== config.TIME_ZONE) {
    const message = `TIME_ZONE is ${config.TIME_ZONE}, but the shop was set up for ${shop.timeZone}, which counts.`;
    checks.push(warning('time zone', message, `Set TIME_ZONE=${shop.timeZone}, so that nobody is misled.`));
  }
  return [
    ...checks,
    await checkRuns(db, config, new ZoneClock(shop.timeZone).dayOf(now)),
    ...(await checkQueue(db, now)),
    ...(await checkWebhooks(db, now)),
    ...(await checkDigests(db, config, now)),
  ];
}

async function checkServer(db: Database): Promise<Check> {
  if (db.dialect === 'sqlite') {
    const [version] = await db.query<{ v: string }>('SELECT sqlite_version() AS v');
    const [mode] = await db.query<{ journal_mode: string }>('PRAGMA journal_mode');
    const text = `SQLite ${version!.v}, ${sqliteFile(db.url)}`;
    if (mode!.journal_mode === 'wal') return ok('database', text);
    const remedy = 'Keep the file on a local disk: network folders cannot share it safely.';
    return warning('database', `${text}: it could not be switched to write-ahead logging.`, remedy);
  }
  const [row] = await db.query<{ v: string; c: string }>('SELECT VERSION() AS v, @@character_set_database AS c');
  if (row!.c === 'utf8mb4') return ok('database', `${row!.v}, utf8mb4`);
  const remedy = 'ALTER DATABASE <name> CHARACTER SET utf8mb4, before the first import.';
  return problem('database', `${row!.v}: the database's character set is ${row!.c}; names would be damaged.`, remedy);
}

async function checkSchema(db: Database): Promise<Check> {
  const pending = await pendingMigrations(db);
  if (pending.length > 0) {
    return problem(
      'schema',
      `${pending.length} migration(s) have not been run.`,
      'Run: npx larisin migrate (serve does it too).',
    );
  }
  const known = new Set(db.source.migrations.map((migration) => migration.name ?? migration.constructor.name));
  const rows = await db.query<{ name: string }>('SELECT name FROM migration');
  const later = rows.filter((row) => !known.has(row.name));
  if (later.length === 0) return ok('schema', `${rows.length} migration(s), all run`);
  const message = `The database was made by a newer version of the program (${later.map((row) => row.name).join(', ')}).`;
  return problem('schema', message, 'Install that version again, or put back a backup from before the upgrade.');
}

async function checkLocalInfile(db: Database): Promise<Check> {
  const [row] = await db.query<{ on: number }>('SELECT @@local_infile AS `on`');
  if (Number(row!.on) === 1) return ok('local_infile', 'on: imports take the fast way');
  const remedy =
    'As an administrator: SET GLOBAL local_infile = ON, and local_infile=1 under [mysqld] in the configuration.';
  return warning('local_infile', 'off: imports work, but several times slower.', remedy);
}

async function checkOwner(db: Database): Promise<Check> {
  const owners = await db.manager.countBy(UserTable, { role: 'owner', isActive: true });
  if (owners > 0) return ok('owner', `${owners} active owner(s)`);
  return problem('owner', 'Nobody can log in as owner.', 'Run: npx larisin user add <name> --role owner');
}

async function checkRuns(db: Database, config: Config, today: Day): Promise<Check> {
  const good = await latestGoodRun(db.manager);
  const [last] = await listRuns(db.manager, 1);
  if (last?.state === 'failed' && last.id !== good?.id) {
    const remedy = 'Run `npx larisin analyse` and read what it says; the last good run stays in force meanwhile.';
    return problem(
      'last run',
      `Run ${last.id} as of ${formatDay(last.asOf)} failed: ${last.error ?? 'unknown cause'}`,
      remedy,
    );
  }
  if (good === null) {
    const hasProducts = await db.manager.exists(ProductTable);
    const remedy = hasProducts
      ? 'Run: npx larisin analyse'
      : 'Import products, stock and sales, then run: npx larisin analyse';
    return warning('last run', 'There has been no analysis yet.', remedy);
  }
  const age = today - good.asOf;
  const text = `Run ${good.id} as of ${formatDay(good.asOf)}, ${age} day(s) ago`;
  if (age <= 2) return ok('last run', text);
  const isOff = config.DAILY_RUN_AT === 'off';
  const remedy = isOff
    ? 'DAILY_RUN_AT is off: run `npx larisin analyse` daily by other means, or set a time.'
    : 'Is `larisin serve` running? It runs the analysis daily and catches up by itself.';
  return warning('last run', `${text}.`, remedy);
}

async function checkQueue(db: Database, now: Instant): Promise<Check[]> {
  const waiting = [
    ...(await listRuns(db.manager, 5)).filter((run) => run.state === 'queued'),
    ...(await db.manager.findBy(ImportJobTable, { state: 'queued' })),
  ].filter(({ createdAt }) => now - createdAt > QUEUE_WAIT_MS_MAX);
  if (waiting.length === 0) return [];
  const minutes = Math.round((now - Math.min(...waiting.map(({ createdAt }) => createdAt))) / 60_000);
  const message = `${waiting.length} run(s) or import(s) wait for up to ${minutes} minutes.`;
  return [warning('queue', message, 'Start the web process: npx larisin serve')];
}

function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

const gib = (bytes: number): string => (bytes / GIB).toFixed(bytes < 10 * GIB ? 2 : 0);
