// Imports a file or works off a run, as the test tells it, and is killed at it. Runs the compiled program:
// argv = dist folder, task as JSON. Says `ready` when the program is loaded, `open` when the database is, a run's stages,
// and `done`, each with the number of statements sent to the database so far. With `dieAt` it kills itself before the
// statement of that number, which no clock could aim at.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, json] = process.argv.slice(2);
const task = JSON.parse(json);
let statements = 0;
const say = (word) => console.log(`${word} ${statements}`);

function countCalls(prototype, names) {
  for (const name of names) {
    const call = prototype[name];
    prototype[name] = function (...given) {
      if (++statements === task.dieAt) process.kill(process.pid, 'SIGKILL');
      return call.apply(this, given);
    };
  }
}
const require = createRequire(import.meta.url);
if (task.url.startsWith('sqlite:')) {
  const Sqlite = require('better-sqlite3');
  const memory = new Sqlite(':memory:');
  countCalls(Object.getPrototypeOf(memory.prepare('SELECT 1')), ['run', 'all', 'get', 'iterate']);
  memory.close();
  countCalls(Sqlite.prototype, ['exec']);
} else {
  countCalls(require('mysql2').Connection.prototype, ['addCommand']);
}

const load = (file) => import(pathToFileURL(join(dist, 'src', file)).href);
const { openDatabase } = await load('db/database.js');
const { ingest } = await load('flow/ingest.js');
const { analyse } = await load('flow/analyse.js');
say('ready');
const db = await openDatabase(task.url);
say('open');
const now = () => task.now;
if (task.runId === undefined) await ingest(db, { path: task.path }, task.options, undefined, now);
else await analyse(db, task.runId, say, now);
say('done');
await db.close();
