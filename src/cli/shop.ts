import { userInfo } from 'node:os';
import { readConfig, type Config } from '../config.js';
import type { Shop } from '../core/access.js';
import { ZoneClock } from '../core/intake/zone.js';
import { formatMoney } from '../core/pricing/money-text.js';
import type { Day, Instant, Money } from '../core/units.js';
import { openDatabase, sqliteFile, type Database } from '../db/database.js';
import { migrate } from '../db/migrate.js';
import { readShop } from '../db/stores/settings.js';
import type { Approver } from '../flow/decision-item.js';
import { ensureInstallation } from '../flow/setup.js';
import { databaseRefusal, withoutPassword } from './database-error.js';
import { note } from './output.js';

/** The shop as a command finds it: open, at the newest schema, set up. */
export interface OpenShop {
  config: Config;
  db: Database;
  shop: Shop;
  now: Instant;
  /** The business day of now. */
  today: Day;
  /** Who the audit log names. */
  by: Approver;
  money(amount: Money): string;
}

/**
 * Opens the database of DATABASE_URL for one command and closes it at the end. A new one is made and set up on the way, so
 * that any command may be a shop's first; it then tells where the database is and, once, the owner's password.
 * @throws Refusal `bad-settings`, `database-unreachable`
 */
export async function withShop<T>(work: (open: OpenShop) => Promise<T>, config = readConfig()): Promise<T> {
  const db = await openForWork(config);
  try {
    const shop = await readShop(db.manager);
    const now = Date.now();
    const today = new ZoneClock(shop.timeZone).dayOf(now);
    return await work({ config, db, shop, now, today, by: caller(), money: moneyOf(shop) });
  } finally {
    await db.close();
  }
}

export function moneyOf({ currency, scale, locale }: Shop): (amount: Money) => string {
  return (amount) => formatMoney(amount, currency, scale, locale);
}

async function openForWork(config: Config): Promise<Database> {
  let db: Database | null = null;
  try {
    db = await openDatabase(config.DATABASE_URL);
    const ran = await migrate(db);
    if (ran.length > 0) note(`Database: ${placeOf(config)} (brought up to date: ${ran.length} migration(s))`);
    const { ownerPassword } = await ensureInstallation(db, config, Date.now());
    if (ownerPassword !== undefined) tellOwner(config, ownerPassword, note);
    return db;
  } catch (error) {
    await db?.close();
    throw databaseRefusal(error, config.DATABASE_URL);
  }
}

/** The only time that the password is told. */
export function tellOwner(config: Config, password: string, print: (line: string) => void): void {
  print(`This is a new installation. Log in as ${config.OWNER_NAME} with the password ${password}`);
  print('The password is not shown again: keep it, or change it after logging in.');
}

/** Where the data is, without a password. */
export function placeOf(config: Config): string {
  return sqliteFile(config.DATABASE_URL) ?? withoutPassword(config.DATABASE_URL);
}

/** `cli:<log-in name>`: whoever may run the program on this machine may do everything. */
export function caller(): Approver {
  return { actor: `cli:${loginName()}`.slice(0, 128), ip: null, role: null, userId: null };
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown'); // a container may run under a number without a name
  }
}
