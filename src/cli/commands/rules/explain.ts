import type { Command } from 'commander';
import type { Locale } from '../../../core/pricing/money-text.js';
import type { FactValue, Facts } from '../../../core/rules/rule.js';
import { languageOption } from '../../arguments.js';
import { out, printJson, type Format } from '../../output.js';

interface Options {
  format: Format;
  rules?: string;
  rule?: string;
  all: boolean;
  language?: Locale;
  set?: string[];
}

const RULES_HELP = 'a version number, `shipped`, or a folder of rule files (default: the rules in force)';

export function addRuleExplain(rules: Command): void {
  rules
    .command('explain')
    .description('say which rules fire for a product on a channel and why, and how far the others are from it')
    .argument('<sku>')
    .argument('<channel>', 'code of the channel, such as shopee')
    .option('--rules <source>', RULES_HELP)
    .option('--rule <name>', 'tell of this rule alone')
    .option('--all', 'write every rule out', false)
    .addOption(languageOption())
    .action(async (sku: string, channel: string, _options: unknown, command: Command) => {
      await explain(sku, channel, command.optsWithGlobals<Options>());
    });
  rules
    .command('what-if')
    .description('say what would be suggested if facts of a product were others; changes nothing')
    .argument('<sku>')
    .argument('<channel>', 'code of the channel, such as shopee')
    .option('--set <fact=value>', 'may be given several times; null = not known', collect)
    .option('--rules <source>', RULES_HELP)
    .addOption(languageOption())
    .action(async (sku: string, channel: string, _options: unknown, command: Command) => {
      await whatIf(sku, channel, command.optsWithGlobals<Options>(), command);
    });
}

const collect = (text: string, before: string[] = []): string[] => [...before, text];

async function explain(sku: string, channel: string, { format, rules, rule, all, language }: Options): Promise<void> {
  const { withShop } = await import('../../shop.js');
  const { readRulesToTry } = await import('../../rules-source.js');
  const { explainListing } = await import('../../../flow/rules/explain.js');
  const { caseExplained } = await import('../../../contract/explain.js');
  const { explanationText } = await import('../../explanation-text.js');
  await withShop(async ({ db, shop }) => {
    const tried = rules === undefined ? null : await readRulesToTry(db.manager, rules);
    const { worded, ...about } = await explainListing(db, sku, channel, tried, rule);
    if (format === 'json') printJson(caseExplained(about, worded));
    else out(explanationText(worded, language ?? shop.locale, { all }));
  });
}

async function whatIf(sku: string, channel: string, options: Options, command: Command): Promise<void> {
  const { withShop } = await import('../../shop.js');
  const { readRulesToTry } = await import('../../rules-source.js');
  const { evaluateWhatIf } = await import('../../../flow/rules/what-if.js');
  const { whatIfView } = await import('../../../contract/what-if.js');
  const { formatMoney } = await import('../../../core/pricing/money-text.js');
  const facts = factsOf(options.set ?? [], command);
  await withShop(async ({ db, shop, today, now }) => {
    const rules = options.rules === undefined ? null : await readRulesToTry(db.manager, options.rules);
    const found = whatIfView(await evaluateWhatIf(db, { listing: { sku, channel }, facts, rules }, today, now));
    if (options.format === 'json') return printJson(found);
    const locale = options.language ?? shop.locale;
    const money = (amount: number): string => formatMoney(amount, shop.currency, shop.scale, locale);
    for (const { sentence } of found.alerts) out(`! ${sentence[locale]}\n`);
    const { suggestion, silent } = found;
    if (suggestion !== null) {
      out(`${suggestion.sentence[locale]}\n`);
      out(`${suggestion.rule}: ${money(suggestion.currentPrice ?? 0)} -> ${money(suggestion.price ?? 0)}\n`);
    } else {
      const why = silent === null ? 'No rule proposes a price.' : (silent.sentence?.[locale] ?? silent.reason);
      out(`${why}\n`);
    }
    for (const { name, type, sentence } of found.matched) out(`  ${name} (${type}): ${sentence[locale]}\n`);
  });
}

/** `stock.onHand=12`, `product.category=Kopi`, `product.tags=["a"]`: JSON where it is JSON, else the text itself. */
function factsOf(settings: string[], command: Command): Facts {
  const facts: Facts = {};
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 1) command.error(`error: --set takes fact=value, such as stock.ageDaysOldest=95, not ${setting}`);
    const text = setting.slice(at + 1);
    let value: unknown = text;
    try {
      value = JSON.parse(text);
    } catch {
      // a text without quotes
    }
    facts[setting.slice(0, at)] = value as FactValue;
  }
  return facts;
}
