import { Option, type Command } from 'commander';
import type { Money } from '../../core/units.js';
import type { SuggestionKind, SuggestionState } from '../../core/approval/suggestion.js';
import type { SuggestionFilter } from '../../db/stores/suggestions.js';
import { wholeNumber, wordsOf } from '../arguments.js';
import { note, out, printJson, printRows, type Format } from '../output.js';

interface Options {
  format: Format;
  state?: string[];
  kind?: string[];
  channel?: string;
  category?: string;
  rule?: string;
  sku?: string;
  search?: string;
  minGain?: Money;
  sort: 'atStake' | 'gain' | 'staleValue' | 'createdAt' | 'discountBp';
  limit: number;
}

const OPEN: SuggestionState[] = ['pending', 'half-approved'];
const CLOSED: SuggestionState[] = ['approved', 'adjusted', 'rejected', 'expired', 'superseded', 'withdrawn'];
const STATES = [...OPEN, ...CLOSED];
const KINDS: SuggestionKind[] = ['discount', 'voucher', 'bundle', 'restore', 'alert'];

export function addSuggestions(program: Command): void {
  program
    .command('suggestions')
    .description('list open suggestions, largest gain first; with an id, one with its whole why')
    .argument('[id]', 'of one suggestion', wholeNumber(1, 2_147_483_647))
    .option(
      '--state <states>',
      `${[...STATES, 'all'].join(', ')} (default: ${OPEN.join(',')})`,
      wordsOf([...STATES, 'all']),
    )
    .option('--kind <kinds>', KINDS.join(', '), wordsOf(KINDS))
    .option('--channel <code>', 'on this channel')
    .option('--category <name>', 'in this category')
    .option('--rule <name>', 'made by this rule')
    .option('--sku <sku>', 'of this product')
    .option('--search <text>', 'part of the SKU or of the name')
    .option('--min-gain <money>', "expected gain, in the shop's smallest unit", wholeNumber(-900_000_000_000))
    .addOption(
      new Option('--sort <by>', 'largest first')
        .choices(['atStake', 'gain', 'staleValue', 'createdAt', 'discountBp'])
        .default('gain'),
    )
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .action(async (id: number | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { withShop } = await import('../shop.js');
      const store = await import('../../db/stores/suggestions.js');
      const { suggestionColumns, printSuggestion } = await import('../suggestion-table.js');
      const { suggestionJson, detailJson } = await import('../suggestion-json.js');
      const { expireDue } = await import('../../flow/decide.js');
      const { findChannel } = await import('../../flow/shop.js');
      await withShop(async ({ db, money, shop, now }) => {
        await expireDue(db, now);
        const { format } = options;
        const columns = suggestionColumns(money, shop.locale);
        if (id !== undefined) {
          const found = await store.findSuggestion(db, id);
          if (found === null) throw await unknownSuggestion(id);
          const decisions = await store.decisionsOf(db.manager, id);
          if (format === 'json') return printJson(detailJson(found, decisions, shop.timeZone));
          if (format === 'table') return printSuggestion(found, decisions, shop, money);
          return printRows(format, [found], columns);
        }
        if (options.channel !== undefined) await findChannel(db, options.channel);
        const filter = filterOf(options);
        const rows = await store.listSuggestions(db, filter, { by: options.sort, direction: 'desc' }, options.limit);
        printRows(format, rows, columns, (row) => suggestionJson(row, shop.timeZone));
        if (format !== 'table') return;
        const { count, gain } = await store.totalSuggestions(db, filter);
        const shown = count > rows.length ? `${rows.length} of ${count} suggestions` : `${count} suggestion(s)`;
        out(`\n${shown}, expected gain of all ${money(gain)}.\n`);
        if (count > 0) note('`larisin suggestions <id>` tells the whole why; `larisin approve <id>...` approves.');
      });
    });
}

async function unknownSuggestion(id: number): Promise<Error> {
  const { Refusal } = await import('../../core/refusal.js');
  return new Refusal('notFound', 'unknown-suggestion', `There is no suggestion ${id}.`, { suggestionId: id });
}

function filterOf(options: Options): SuggestionFilter {
  const states = options.state ?? OPEN;
  return {
    states: states.includes('all') ? undefined : (states as SuggestionState[]),
    kinds: options.kind as SuggestionKind[] | undefined,
    channels: only(options.channel),
    categories: only(options.category),
    rules: only(options.rule),
    sku: options.sku,
    search: options.search,
    minGain: options.minGain,
  };
}

const only = (value: string | undefined): string[] | undefined => (value === undefined ? undefined : [value]);
