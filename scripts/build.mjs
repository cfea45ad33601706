// Compiles src, migrations and ormconfig.ts into dist/. TypeScript 7 is the fast native compiler; version 6 stays
// installed beside it as the API that the Nest CLI and the linter need, which is why the compiler is called by path.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
const result = spawnSync(process.execPath, ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
if (result.status !== 0) process.exit(result.status ?? 1);
chmodSync('dist/src/cli.js', 0o755);

// `npx larisin` in the project's own folder: npm links the commands of dependencies, not the package's own.
mkdirSync('node_modules/.bin', { recursive: true });
rmSync('node_modules/.bin/larisin', { force: true });
symlinkSync('../../dist/src/cli.js', 'node_modules/.bin/larisin');
