import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { readConfig } from '../config.js';
import { Refusal } from '../core/refusal.js';
import { addAnalyse } from './commands/analyse.js';
import { addBackup } from './commands/backup.js';
import { addChannelSkus } from './commands/channel-skus.js';
import { addDecisions } from './commands/decide.js';
import { addDemo } from './commands/demo.js';
import { addDigest } from './commands/digest.js';
import { addDoctor } from './commands/doctor.js';
import { addFeed } from './commands/feed.js';
import { addImport } from './commands/import.js';
import { addKey } from './commands/key.js';
import { addCalendar } from './commands/calendar.js';
import { addOrderWords } from './commands/order-words.js';
import { addMapping } from './commands/mapping.js';
import { addMigrate } from './commands/migrate.js';
import { addPairs } from './commands/pairs.js';
import { addPlan } from './commands/plan.js';
import { addPrices } from './commands/prices.js';
import { addLedger } from './commands/ledger.js';
import { addProfile } from './commands/profile.js';
import { addProduct } from './commands/product.js';
import { addRules } from './commands/rules.js';
import { addServe } from './commands/serve.js';
import { addSimulate } from './commands/simulate.js';
import { addStale } from './commands/stale.js';
import { addOutcomes } from './commands/outcomes.js';
import { addSuggestions } from './commands/suggestions.js';
import { addUser } from './commands/user.js';
import { addWebhook } from './commands/webhook.js';
import { FORMATS, type Format } from './output.js';
import { packageFolder } from '../outside/package-files.js';

export const EXIT_OK = 0;
export const EXIT_REFUSED = 1;
export const EXIT_USAGE = 2;

const ISSUES_SHOWN = 20;

/** Every command. Each loads what it works with when it is called, so that the short ones start fast. */
export function createProgram(): Command {
  const program = new Command('larisin')
    .description('Finds stock that sits, suggests prices that move it, and feeds the approved ones to your channels.')
    .addOption(new Option('--format <format>', 'how results are printed').choices(FORMATS).default('table'))
    .version(version(), '--version')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride();
  program.commandsGroup('Work with the shop:');
  for (const add of [
    addImport,
    addMapping,
    addCalendar,
    addProfile,
    addOrderWords,
    addChannelSkus,
    addStale,
    addProduct,
    addLedger,
    addAnalyse,
    addSuggestions,
    addDecisions,
    addFeed,
    addPrices,
    addOutcomes,
  ])
    add(program);
  program.commandsGroup('Ask the engine:');
  addPlan(program);
  addPairs(program);
  program.commandsGroup('Rules:');
  addRules(program);
  program.commandsGroup('Run the program:');
  for (const add of [
    addServe,
    addDemo,
    addSimulate,
    addMigrate,
    addUser,
    addKey,
    addWebhook,
    addDigest,
    addBackup,
    addDoctor,
  ])
    add(program);
  return program;
}

/**
 * Runs one command line.
 * @returns 0 done, 1 refused (or a bug of ours), 2 the command line itself is wrong
 */
export async function main(args: string[]): Promise<number> {
  // `larisin stale | head` closes the pipe early: that is no failure.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT_OK);
      throw error;
    });
  }
  const program = createProgram();
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? EXIT_OK);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    if (error instanceof Refusal) tellRefusal(error, program.opts<{ format: Format }>().format);
    else tellBug(error);
    return EXIT_REFUSED;
  }
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** To stderr: a sentence and what is wrong where; with `--format json` the same as one JSON object. */
function tellRefusal({ code, message, issues, values }: Refusal, format: Format): void {
  if (format === 'json') {
    const problem = { type: `urn:larisin:problem:${code}`, code, detail: message, errors: issues, values };
    process.stderr.write(`${JSON.stringify(problem)}\n`);
    return;
  }
  const untold = issues.filter((issue) => !message.includes(issue.message));
  const shown = untold.slice(0, ISSUES_SHOWN).map((issue) => `  ${issue.path} ${issue.message}`.trimEnd());
  const more = untold.length > ISSUES_SHOWN ? [`  ... and ${untold.length - ISSUES_SHOWN} more`] : [];
  process.stderr.write(`${[`larisin: ${message}`, ...shown, ...more].join('\n')}\n`);
}

function tellBug(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`larisin: something went wrong inside the program: ${message}\n`);
  if (isDebugging()) process.stderr.write(`${stack ?? ''}\n`);
  else process.stderr.write('With LOG_LEVEL=debug it tells where; please report it.\n');
}

function isDebugging(): boolean {
  try {
    return ['debug', 'trace'].includes(readConfig().LOG_LEVEL);
  } catch {
    return false;
  }
}
