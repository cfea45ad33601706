import type { Command } from 'commander';
import { readConfig } from '../../config.js';
import type { Day } from '../../core/units.js';
import { dayArgument, wholeNumber } from '../arguments.js';

export interface DemoOptions {
  onlineRetail?: string;
  serve: boolean;
  port?: number;
  asOf?: Day;
}

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('load a demo shop, analyse it and serve it; a second start loads nothing')
    .option('--online-retail <file>', 'load the UCI Online Retail data set instead (docs/online-retail.md)')
    .option('--no-serve', 'stop when it is loaded and analysed')
    .option('--port <port>', 'instead of PORT; 0 takes any free one', wholeNumber(0, 65_535))
    .option('--as-of <day>', "last day of the demo shop's history, YYYY-MM-DD (default: yesterday)", dayArgument)
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('../demo.js');
      const config = readConfig();
      await runDemo({ ...config, PORT: options.port ?? config.PORT }, options);
    });
}
