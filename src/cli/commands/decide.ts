import type { Command } from 'commander';
import type { DecisionRequest } from '../../core/approval/decide.js';
import type { ItemResult } from '../../flow/decision-item.js';
import { ids, reason, wholeNumber } from '../arguments.js';
import { printRows, type Column, type Format } from '../output.js';

interface Options {
  format: Format;
  reason?: string;
  confirm?: string;
  price?: number;
  expectVersion?: number;
}

export function addDecisions(program: Command): void {
  const version = 'refuse when the suggestion has changed since this version (with one id)';
  program
    .command('approve')
    .description('approve suggestions; their prices go into the feed')
    .argument('<id...>', 'as `larisin suggestions` shows them', ids)
    .option(
      '--price <money>',
      "another price than the suggested one, in the shop's smallest unit (with one id)",
      wholeNumber(1),
    )
    .option('--reason <text>', 'kept with the decision', reason)
    .option('--confirm <text>', 'what a price that needs two people asks for where only one may approve')
    .option('--expect-version <n>', version, wholeNumber(1))
    .action(async (chosen: number[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      await decideOn(command, chosen, options.price === undefined ? 'approve' : 'adjust', options);
    });
  program
    .command('reject')
    .description('reject suggestions')
    .argument('<id...>', 'as `larisin suggestions` shows them', ids)
    .requiredOption('--reason <text>', 'why; kept with the decision', reason)
    .option('--expect-version <n>', version, wholeNumber(1))
    .action(async (chosen: number[], _options: unknown, command: Command) => {
      await decideOn(command, chosen, 'reject', command.optsWithGlobals<Options>());
    });
  program
    .command('withdraw')
    .description('take approvals back: the feed tells the channels to put the price back')
    .argument('<id...>', 'of approved suggestions', ids)
    .option('--reason <text>', 'kept with the decision', reason)
    .action(async (chosen: number[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { withShop } = await import('../shop.js');
      const { withdraw } = await import('../../flow/decide.js');
      await withShop(async ({ db, by, now }) => {
        const requests = unique(chosen).map((id) => ({ id, expectedVersion: null, reason: options.reason ?? null }));
        tell(options.format, await withdraw(db, by, requests, now));
      });
    });
}

async function decideOn(
  command: Command,
  chosen: number[],
  action: DecisionRequest['action'],
  options: Options,
): Promise<void> {
  const numbers = unique(chosen);
  if (numbers.length > 1 && (options.price ?? options.expectVersion ?? options.confirm) !== undefined) {
    command.error('error: --price, --confirm and --expect-version go with one id');
  }
  const { withShop } = await import('../shop.js');
  const { decide } = await import('../../flow/decide.js');
  await withShop(async ({ db, by, now }) => {
    const requests = numbers.map((id) => ({
      id,
      action,
      expectedVersion: options.expectVersion ?? null,
      adjustment: { price: options.price ?? null, startsAt: null, endsAt: null },
      reason: options.reason ?? null,
      confirmation: options.confirm ?? null,
    }));
    tell(options.format, await decide(db, by, requests, now));
  });
}

const unique = (numbers: number[]): number[] => [...new Set(numbers)];

const COLUMNS: Column<ItemResult>[] = [
  { key: 'id', title: 'id', value: ({ id }) => id },
  { key: 'ok', title: 'done', value: ({ refusal }) => refusal === null },
  { key: 'state', title: 'state', value: ({ state }) => state },
  { key: 'version', title: 'version', value: ({ version }) => version },
  { key: 'entryId', title: 'price entry', value: ({ entryId }) => entryId },
  { key: 'code', title: 'code', value: ({ refusal }) => refusal?.code ?? null },
  { key: 'message', title: 'why not', value: ({ refusal }) => refusal?.message ?? null },
];

/** Each is decided by itself; one that was refused makes the exit code 1 and undoes no other. */
function tell(format: Format, results: ItemResult[]): void {
  const refused = results.filter(({ refusal }) => refusal !== null);
  printRows(format, results, format === 'table' ? COLUMNS.slice(0, 5) : COLUMNS);
  if (refused.length === 0) return;
  for (const { id, refusal } of refused) process.stderr.write(`larisin: ${id}: ${refusal!.message}\n`);
  process.exitCode = 1;
}
