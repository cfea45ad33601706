import type { Config } from '../config.js';
import { Refusal } from '../core/refusal.js';
import { startServer, type RunningServer } from '../http/server.js';
import { databaseRefusal } from './database-error.js';
import { note, out } from './output.js';
import { placeOf, tellOwner } from './shop.js';

/**
 * Serves until SIGINT or SIGTERM, then lets running answers end.
 * @param onListening what else to print once the address is known
 * @throws Refusal `port-in-use`, `database-unreachable`
 */
export async function serveUntilStopped(
  config: Config,
  onListening: (server: RunningServer) => void = () => {},
): Promise<void> {
  const server = await start(config);
  // Elsewhere a closed pipe ends the command; a server outlives whoever read its output.
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error').on('error', () => undefined);
  }
  note(`Database: ${placeOf(config)}`);
  out(`Larisin serves on ${config.PUBLIC_URL ?? server.url}\n`);
  if (server.ownerPassword !== undefined) tellOwner(config, server.ownerPassword, (line) => out(`${line}\n`));
  onListening(server);
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve(name));
  });
  note(`${signal}: closing`);
  await server.close();
}

async function start(config: Config): Promise<RunningServer> {
  try {
    return await startServer(config);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall !== 'listen') throw databaseRefusal(error, config.DATABASE_URL);
    const where = `${config.HOST}:${config.PORT}`;
    if (code === 'EADDRINUSE') {
      const message = `Another program listens on ${where} already. Stop it, or choose another port with PORT or --port.`;
      throw new Refusal('unavailable', 'port-in-use', message);
    }
    const message = `This program may not listen on ${where} (${code}). Look at HOST and PORT.`;
    throw new Refusal('unavailable', 'cannot-listen', message);
  }
}
