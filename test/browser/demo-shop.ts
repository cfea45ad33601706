import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PASSWORD, PEOPLE } from './people.js';
import { larisin } from './program.js';
import { AS_OF } from './shift-clock.mjs';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'dist/stories');
const IN_WORKERS = 'LARISIN_STORY_SHOP';

/** The demo shop as it is before any story, with everybody who may log in; stories get copies. */
export const demoShop = (): string => process.env[IN_WORKERS]!;

/** Before all stories: makes the demo shop, unless there is one that this very program has made. */
export default function makeDemoShop(): void {
  const file = join(FOLDER, `shop-${programHash()}.sqlite`);
  process.env[IN_WORKERS] = file; // workers inherit it
  if (existsSync(file)) return;
  mkdirSync(FOLDER, { recursive: true });
  for (const old of readdirSync(FOLDER)) if (old.startsWith('shop-')) rmSync(join(FOLDER, old));
  const making = join(FOLDER, `making-${process.pid}.sqlite`);
  try {
    larisin(making, ['demo', '--no-serve', '--as-of', AS_OF]);
    for (const { name, role } of Object.values(PEOPLE)) {
      if (name === PEOPLE.owner.name) continue; // made with the shop
      larisin(making, ['user', 'add', name, '--role', role, '--password-stdin'], PASSWORD);
    }
    renameSync(making, file);
  } finally {
    for (const rest of ['', '-wal', '-shm', '-data', '.migrating', '.importing']) {
      rmSync(making + rest, { recursive: true, force: true });
    }
  }
}

/** Of all that decides what is in the shop. */
function programHash(): string {
  const hash = createHash('sha256');
  for (const folder of ['dist/src', 'dist/migrations', 'rules']) {
    const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
    for (const name of files.filter((one) => /\.(js|json)$/.test(one)).sort()) {
      hash.update(name).update(readFileSync(join(ROOT, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
