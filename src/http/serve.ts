import type { Config } from '../config.js';
import { startServer } from './server.js';

/** Serves until SIGINT or SIGTERM, and prints what a person needs: the address, and a new owner's password once. */
export async function serve(config: Config, print: (line: string) => void = console.log): Promise<void> {
  const server = await startServer(config);
  print(`Larisin serves on ${config.PUBLIC_URL ?? server.url}`);
  if (server.ownerPassword !== undefined) {
    print(`Log in as ${config.OWNER_NAME} with the password ${server.ownerPassword}`);
    print('The password is not shown again: keep it, or change it after logging in.');
  }
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve(name));
  });
  print(`${signal}: closing`);
  await server.close();
}
