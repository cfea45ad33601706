// Runs commands of the compiled program one after the other without starting a process for each: most of a short
// command's time is Node's own start. Each command gets its own environment, folder and output; larisin.ts starts it.
import { join } from 'node:path';

const { main } = await import(join(import.meta.dirname, '../../dist/src/cli/main.js'));

for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0); // each command adds its own

async function run({ args, cwd, env }) {
  const told = { stdout: '', stderr: '' };
  const own = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr']) {
    process[name].write = (text) => {
      told[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
      return true;
    };
  }
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.exitCode = undefined;
  try {
    return { code: await main(args), ...told };
  } finally {
    process.exitCode = undefined;
    for (const name of ['stdout', 'stderr']) process[name].write = own[name];
    process.chdir('/'); // the folder may be removed
  }
}

process.on('message', (command) => {
  run(command).then(
    (ran) => process.send(ran),
    (error) => process.send({ code: 1, stdout: '', stderr: `the host failed: ${error?.stack ?? error}` }),
  );
});
process.on('disconnect', () => process.exit());
process.send('ready');
