// Compiles src, migrations and ormconfig.ts into dist/, and the screens of web/ into dist/web. TypeScript 7 is the fast
// native compiler; version 6 stays installed beside it as the API that the Nest CLI and the linter need, which is why
// the compiler is called by path. `build.mjs server` and `build.mjs web` build one of the two and leave the other.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const SCREENS = 'dist/web';
/** What stands in dist/ besides the compiled program: the other half, and the demo shop of the browser stories. */
const KEPT = [SCREENS, 'dist/stories'];
/** Smaller ones gain nothing: they fit into one packet as they are. */
const COMPRESSED_BYTES_MIN = 1_400;

function run(script, args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function buildServer() {
  for (const name of existsSync('dist') ? readdirSync('dist') : []) {
    if (!KEPT.includes(join('dist', name))) rmSync(join('dist', name), { recursive: true });
  }
  run('node_modules/typescript7/bin/tsc', ['-p', 'tsconfig.build.json']);
  chmodSync('dist/src/cli.js', 0o755);

  // `npx larisin` in the project's own folder: npm links the commands of dependencies, not the package's own.
  mkdirSync('node_modules/.bin', { recursive: true });
  rmSync('node_modules/.bin/larisin', { force: true });
  symlinkSync('../../dist/src/cli.js', 'node_modules/.bin/larisin');
}

function buildScreens() {
  run('node_modules/vite/bin/vite.js', ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn']);
  for (const entry of readdirSync(SCREENS, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg|json)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const content = readFileSync(file);
    if (content.length < COMPRESSED_BYTES_MIN) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}

const part = process.argv[2];
if (part !== 'web') buildServer();
if (part !== 'server') buildScreens();
