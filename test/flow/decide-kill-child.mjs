// Approves every pending suggestion, forever; the test kills it. Runs the compiled program: argv = dist folder, address.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, url] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(join(dist, 'src', file)).href);
const { openDatabase } = await load('db/database.js');
const { decide } = await load('flow/decide.js');
const db = await openDatabase(url);
const by = { actor: 'user:siti', ip: null, role: 'owner', userId: 1 };
const adjustment = { price: null, startsAt: null, endsAt: null };
const request = { action: 'approve', expectedVersion: null, adjustment, reason: null, confirmation: null };
const rows = await db.query(`SELECT id FROM suggestion WHERE state = 'pending' ORDER BY id`);
console.log('ready');
const now = Number(process.argv[4]);
// Several at once, so that a kill finds transactions at every stage.
const next = rows[Symbol.iterator]();
const worker = async () => {
  for (const { id } of next) await decide(db, by, [{ ...request, id }], now);
};
await Promise.all([worker(), worker(), worker()]);
console.log('done');
await db.close();
