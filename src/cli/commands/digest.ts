import { Option, type Command } from 'commander';
import type { DigestResult } from '../../flow/digest/send.js';
import { languageOption } from '../arguments.js';
import { note, out, printJson, printRows, type Column, type Format } from '../output.js';

const COLUMNS: Column<DigestResult>[] = [
  { key: 'user', title: 'user', value: ({ user }) => user },
  { key: 'channel', title: 'channel', value: ({ channel }) => channel },
  { key: 'state', title: 'state', value: ({ state }) => state },
  { key: 'error', title: 'why', value: ({ error }) => error },
];

export function addDigest(program: Command): void {
  const digest = program.command('digest').description('the daily digest by mail and WhatsApp');
  digest
    .command('preview')
    .description('write the digest of this moment; sends nothing')
    .addOption(languageOption())
    .addOption(new Option('--part <part>', 'which part').choices(['text', 'html', 'whatsapp']).default('text'))
    .action(async (_options: unknown, command: Command) => {
      const { format, language, part } = command.optsWithGlobals<{
        format: Format;
        language?: 'id' | 'en';
        part: 'text' | 'html' | 'whatsapp';
      }>();
      const { withShop } = await import('../shop.js');
      const { digestContent } = await import('../../core/digest/content.js');
      const { digestFacts, inLanguage } = await import('../../flow/digest/facts.js');
      const { runOfTheDay } = await import('../../db/stores/digests.js');
      await withShop(async ({ db, config, shop, today }) => {
        const baseUrl = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`;
        const facts = await digestFacts(db, await runOfTheDay(db.manager), today, baseUrl);
        const content = digestContent(inLanguage(facts, language ?? shop.locale));
        if (format === 'json') return printJson(content);
        if (part === 'whatsapp') out(`${content.parameters.map((text, i) => `{{${i + 1}}} ${text}`).join('\n')}\n`);
        else out(part === 'html' ? content.html : `${content.subject}\n\n${content.text}`);
        if (facts.waiting === 0) note('Nothing waits: this digest would not be sent.');
      });
    });
  digest
    .command('send')
    .description('send every digest of today that has not gone out, without waiting for the time people chose')
    .option('--user <name>', 'only to this person')
    .action(async (_options: unknown, command: Command) => {
      const { format, user } = command.optsWithGlobals<{ format: Format; user?: string }>();
      const { withShop } = await import('../shop.js');
      const { sendDueDigests } = await import('../../flow/digest/send.js');
      const { missingFor, waysOf } = await import('../../flow/digest/ways.js');
      await withShop(async ({ db, config, now }) => {
        const results = await sendDueDigests(db, waysOf(config), now, { anyTime: true, only: user?.toLowerCase() });
        if (results.some(({ state }) => state === 'failed' || state === 'unknown')) process.exitCode = 1;
        printRows(format, results, COLUMNS);
        const { mail, whatsapp } = missingFor(config);
        if (mail.length > 0) note(`Mail is off: set ${mail.join(', ')}.`);
        if (whatsapp.length > 0) note(`WhatsApp is off: set ${whatsapp.join(', ')}.`);
      });
    });
}
