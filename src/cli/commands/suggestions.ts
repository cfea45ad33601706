import { Option, type Command } from 'commander';
import { shareBp, type Money } from '../../core/units.js';
import type { SuggestionKind, SuggestionState } from '../../core/approval/suggestion.js';
import { formatPercent } from '../../core/pricing/money-text.js';
import type { ListedSuggestion, SuggestionFilter } from '../../db/stores/suggestions.js';
import { list, wholeNumber } from '../arguments.js';
import { note, out, printFields, printJson, printRows, type Column, type Format } from '../output.js';

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
  sort: 'gain' | 'staleValue' | 'createdAt' | 'discountBp';
  limit: number;
}

const OPEN = ['pending', 'half-approved'];

export function addSuggestions(program: Command): void {
  program
    .command('suggestions')
    .description('list open suggestions, largest gain first; with an id, one with its whole why')
    .argument('[id]', 'of one suggestion', wholeNumber(1, 2_147_483_647))
    .option(
      '--state <states>',
      'pending, half-approved, approved, adjusted, rejected, expired, superseded, withdrawn or all',
      list,
    )
    .option('--kind <kinds>', 'discount, voucher, bundle, restore, alert', list)
    .option('--channel <code>', 'on this channel')
    .option('--category <name>', 'in this category')
    .option('--rule <name>', 'made by this rule')
    .option('--sku <sku>', 'of this product')
    .option('--search <text>', 'part of the SKU or of the name')
    .option('--min-gain <money>', "expected gain, in the shop's smallest unit", wholeNumber(-900_000_000_000))
    .addOption(
      new Option('--sort <by>', 'largest first')
        .choices(['gain', 'staleValue', 'createdAt', 'discountBp'])
        .default('gain'),
    )
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .action(async (id: number | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { withShop } = await import('../shop.js');
      const store = await import('../../db/stores/suggestions.js');
      const { expireDue } = await import('../../flow/decide.js');
      await withShop(async ({ db, money, shop, now }) => {
        await expireDue(db, now);
        const write = { money, locale: shop.locale };
        if (id !== undefined) {
          const found = await store.findSuggestion(db, id);
          if (found === null) throw await unknownSuggestion(id);
          return printOne(options.format, found, await store.decisionsOf(db.manager, id), write);
        }
        const filter = filterOf(options);
        const rows = await store.listSuggestions(db, filter, { by: options.sort, direction: 'desc' }, options.limit);
        printRows(options.format, rows, columns(write), suggestionJson);
        if (options.format !== 'table') return;
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
    channel: options.channel,
    category: options.category,
    rule: options.rule,
    sku: options.sku,
    search: options.search,
    minGain: options.minGain,
  };
}

interface Write {
  money(amount: Money): string;
  locale: 'id' | 'en';
}

function columns({ money, locale }: Write): Column<ListedSuggestion>[] {
  const orMoney = (amount: Money | null): string => (amount === null ? '-' : money(amount));
  return [
    { key: 'id', title: 'id', value: ({ id }) => id },
    { key: 'sku', title: 'sku', value: ({ sku }) => sku },
    { key: 'channel', title: 'channel', value: ({ channelCode }) => channelCode },
    { key: 'kind', title: 'kind', value: ({ kind }) => kind },
    { key: 'state', title: 'state', value: ({ state }) => state },
    { key: 'currentPrice', title: 'price now', value: (s) => s.currentPrice, text: (s) => orMoney(s.currentPrice) },
    { key: 'price', title: 'suggested', value: (s) => s.price, text: (s) => orMoney(s.price) },
    { key: 'discountBp', title: 'off', value: (s) => s.discountBp, text: (s) => formatPercent(cutBp(s), locale) },
    { key: 'gain', title: 'gain', value: (s) => s.gain, text: (s) => orMoney(s.gain) },
    { key: 'staleValue', title: 'stale value', value: (s) => s.staleValue, text: (s) => orMoney(s.staleValue) },
    { key: 'rule', title: 'rule', value: ({ ruleName }) => ruleName },
    { key: 'sentence', title: 'why', value: ({ why }) => why.sentence[locale] },
  ];
}

/** As the suggestion says; a voucher or bundle leaves the list price alone and shows what its holder saves. */
function cutBp({ discountBp, price, listPrice }: ListedSuggestion): number {
  if (discountBp > 0 || price === null || listPrice === null) return discountBp;
  return shareBp(listPrice - price, listPrice) ?? 0;
}

function suggestionJson(suggestion: ListedSuggestion): object {
  const { id, runId, sku, productName, channelCode, category, kind, state, version, price, listPrice } = suggestion;
  const { currentPrice, discountBp, staleValue, gain, ruleName, needsSecondApproval, offer, why } = suggestion;
  return {
    ...{ id, runId, sku, name: productName, channel: channelCode, category, kind, state, version },
    ...{ price, listPrice, currentPrice, discountBp, staleValue, gain, rule: ruleName, needsSecondApproval, offer },
    sentence: why.sentence,
    marks: why.marks,
    asOf: new Date(suggestion.asOf * 86_400_000).toISOString().slice(0, 10),
    createdAt: new Date(suggestion.createdAt).toISOString(),
    expiresAt: new Date(suggestion.expiresAt).toISOString(),
  };
}

function printOne(
  format: Format,
  suggestion: ListedSuggestion,
  decisions: { action: string; actor: string; at: number; reason: string | null }[],
  write: Write,
): void {
  const history = decisions.map(({ action, actor, at, reason }) => ({
    action,
    actor,
    at: new Date(at).toISOString(),
    reason,
  }));
  const { why } = suggestion;
  if (format === 'json') return printJson({ ...suggestionJson(suggestion), why, decisions: history });
  if (format === 'csv') return printRows(format, [suggestion], columns(write));
  out(`${why.sentence[write.locale]}\n\n`);
  printFields([
    ...columns(write)
      .filter(({ key }) => key !== 'sentence')
      .map((column) => [column.title, column.text?.(suggestion) ?? column.value(suggestion)] as const),
    ['version', suggestion.version],
    ['two people needed', suggestion.needsSecondApproval ? 'yes' : 'no'],
    ['to be decided by', new Date(suggestion.expiresAt).toISOString()],
    ['about the data', why.marks.join(', ') || null],
  ]);
  out('\nRules that matched\n');
  printRows('table', why.matched, [
    { key: 'name', title: 'rule', value: ({ name }) => name },
    { key: 'priority', title: 'priority', value: ({ priority }) => priority },
    { key: 'outcome', title: 'outcome', value: ({ outcome }) => outcome },
    { key: 'reason', title: 'reason', value: ({ reason }) => reason },
  ]);
  out('\nConditions\n');
  printRows('table', why.conditions, [
    { key: 'fact', title: 'fact', value: ({ fact }) => fact },
    { key: 'is', title: 'is', value: ({ factValue }) => JSON.stringify(factValue) },
    { key: 'operator', title: 'compared', value: ({ operator }) => operator },
    { key: 'value', title: 'with', value: ({ value }) => JSON.stringify(value) ?? '' },
    { key: 'result', title: 'holds', value: ({ result }) => result },
  ]);
  if (why.ifApproved !== null || why.ifNothing !== null) out(`\n${futures(suggestion)}\n`);
  for (const trace of why.guardrails) out(`guardrail ${JSON.stringify(trace)}\n`);
  for (const { at, action, actor, reason } of history)
    out(`${at} ${action} by ${actor}${reason === null ? '' : `: ${reason}`}\n`);
}

function futures({ why }: ListedSuggestion): string {
  return `If approved: ${JSON.stringify(why.ifApproved)}\nIf nothing is done: ${JSON.stringify(why.ifNothing)}`;
}
