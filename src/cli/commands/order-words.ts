import { InvalidArgumentError, type Command } from 'commander';
import { ORDER_PHASES, type OrderPhase } from '../../core/intake/rows.js';
import type { OrderWord } from '../../flow/order-words.js';
import { out, printRows, type Column, type Format } from '../output.js';

const COLUMNS: Column<OrderWord>[] = [
  { key: 'export', title: 'export', value: (row) => row.export },
  { key: 'word', title: 'word', value: ({ word }) => word },
  { key: 'state', title: 'state', value: ({ state }) => state },
  { key: 'isOwn', title: 'said by', value: ({ isOwn }) => (isOwn ? 'the shop' : 'the program') },
];

export function addOrderWords(program: Command): void {
  const words = program.command('order-words').description("say what an export's words for the state of an order mean");
  words
    .command('list')
    .description('list the words that are known, by export')
    .action(async (_options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<{ format: Format }>();
      const { withShop } = await import('../shop.js');
      const { orderWords } = await import('../../flow/order-words.js');
      await withShop(async ({ db }) => printRows(format, await orderWords(db), COLUMNS, (row) => ({ ...row })));
    });
  words
    .command('say')
    .description('say what a word means, for files that are imported from now on')
    .argument('<export>', 'as `order-words list` names it')
    .argument('<word>', 'as the file has it; case does not matter')
    .argument('<state>', `one of ${ORDER_PHASES.join(', ')}`, stateArgument)
    .action(async (name: string, word: string, state: OrderPhase) => {
      await say(name, word, state);
      out(`"${word}" of ${name} counts as ${state}.\n`);
    });
  words
    .command('forget')
    .description('forget what somebody has said of a word')
    .argument('<export>', 'as `order-words list` names it')
    .argument('<word>', 'as the file has it; case does not matter')
    .action(async (name: string, word: string) => {
      await say(name, word, null);
      out(`What was said of "${word}" is forgotten.\n`);
    });
}

async function say(name: string, word: string, state: OrderPhase | null): Promise<void> {
  const { withShop } = await import('../shop.js');
  const { sayOrderWord } = await import('../../flow/order-words.js');
  await withShop(({ db, by, now }) => sayOrderWord(db, { export: name, word, state }, by, now));
}

function stateArgument(text: string): OrderPhase {
  const state = ORDER_PHASES.find((each) => each === text);
  if (state === undefined) throw new InvalidArgumentError(`It is none of ${ORDER_PHASES.join(', ')}.`);
  return state;
}
