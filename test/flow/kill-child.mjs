// Imports a file or works off a run, as the test tells it, and is killed at it. Runs the compiled program:
// argv = dist folder, task as JSON. Says `ready` when the program is loaded, a run's stages, and `done`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, json] = process.argv.slice(2);
const task = JSON.parse(json);
const load = (file) => import(pathToFileURL(join(dist, 'src', file)).href);
const { openDatabase } = await load('db/database.js');
const { ingest } = await load('flow/ingest.js');
const { analyse } = await load('flow/analyse.js');
console.log('ready');
const db = await openDatabase(task.url);
const now = () => task.now;
if (task.runId === undefined) await ingest(db, { path: task.path }, task.options, undefined, now);
else await analyse(db, task.runId, (stage) => console.log(stage), now);
console.log('done');
await db.close();
