import type { Command } from 'commander';
import { readConfig } from '../../config.js';
import { wholeNumber } from '../arguments.js';

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('start the web process: API, jobs, daily analysis')
    .option('--port <port>', 'instead of PORT; 0 takes any free one', wholeNumber(0, 65_535))
    .option('--host <address>', 'instead of HOST')
    .action(async ({ port, host }: { port?: number; host?: string }) => {
      const config = readConfig();
      const { serveUntilStopped } = await import('../serving.js');
      await serveUntilStopped({ ...config, PORT: port ?? config.PORT, HOST: host ?? config.HOST });
    });
}
