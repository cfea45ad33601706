import type { Command } from 'commander';
import { EVENT_TYPES, type DeliveryState, type EventType, type WebhookEndpoint } from '../../core/webhook/event.js';
import type { DeliveryRow } from '../../db/stores/webhooks.js';
import { list, wholeNumber, wordsOf } from '../arguments.js';
import { note, out, printFields, printJson, printRows, type Column, type Format } from '../output.js';

const HOUR_MS = 3_600_000;
const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
const idArgument = wholeNumber(1, 2_147_483_647);

const COLUMNS: Column<WebhookEndpoint>[] = [
  { key: 'id', title: 'id', value: ({ id }) => id },
  { key: 'url', title: 'address', value: ({ url }) => url },
  { key: 'types', title: 'events', value: ({ types }) => types.join(' ') },
  { key: 'channels', title: 'channels', value: ({ channels }) => channels?.join(' ') ?? 'all' },
  { key: 'state', title: 'state', value: ({ state }) => state },
  { key: 'failingSince', title: 'failing since', value: ({ failingSince }) => iso(failingSince) },
  { key: 'lastSuccessAt', title: 'last success', value: ({ lastSuccessAt }) => iso(lastSuccessAt) },
];

const LOG: Column<DeliveryRow>[] = [
  { key: 'id', title: 'id', value: ({ id }) => id },
  { key: 'createdAt', title: 'since', value: ({ createdAt }) => iso(createdAt) },
  { key: 'type', title: 'event', value: ({ type }) => type },
  { key: 'state', title: 'state', value: ({ state }) => state },
  { key: 'attempt', title: 'attempts', value: ({ attempt }) => attempt },
  { key: 'nextAt', title: 'next', value: ({ nextAt }) => iso(nextAt) },
  { key: 'statusCode', title: 'status', value: ({ statusCode }) => statusCode },
  { key: 'durationMs', title: 'ms', value: ({ durationMs }) => durationMs },
  { key: 'answer', title: 'answer', value: ({ error, answer }) => error ?? answer },
  { key: 'messageId', title: 'webhook-id', value: ({ messageId }) => messageId },
];

export function addWebhook(program: Command): void {
  const webhook = program.command('webhook').description('tell other programs of approved prices, runs and imports');
  webhook
    .command('list')
    .description('list webhooks, without their secrets')
    .action(async (_options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<{ format: Format }>();
      const { withShop } = await import('../shop.js');
      const { listEndpoints } = await import('../../db/stores/webhooks.js');
      await withShop(async ({ db }) => printRows(format, await listEndpoints(db.manager), COLUMNS));
    });
  webhook
    .command('add')
    .description('add an address to be told; its secret is printed once')
    .argument('<url>', 'where to, https://...')
    .option('--event <types>', `of ${EVENT_TYPES.join(', ')}; several with commas (default: all)`, wordsOf(EVENT_TYPES))
    .option('--channel <codes>', 'only prices of these channels; several with commas', list)
    .action(async (url: string, _options: unknown, command: Command) => {
      const { format, event, channel } = command.optsWithGlobals<Given & { event?: string[]; channel?: string[] }>();
      const { withShop } = await import('../shop.js');
      const { addEndpoint } = await import('../../flow/webhooks/endpoints.js');
      await withShop(async ({ db, by, now, config }) => {
        const types = [...new Set((event ?? EVENT_TYPES) as EventType[])];
        const wish = { url, types, channels: channel ?? null };
        tellSecret(format, await addEndpoint(db, wish, by, now, config.WEBHOOK_ALLOW_PRIVATE));
      });
    });
  webhook
    .command('rotate')
    .description('give a webhook a new secret, printed once; the old one goes on signing for a while')
    .argument('<id>', 'as `webhook list` shows it', idArgument)
    .option('--keep-old <hours>', 'how long the old secret goes on signing', wholeNumber(0, 168), 24)
    .action(async (id: number, _options: unknown, command: Command) => {
      const { format, keepOld } = command.optsWithGlobals<Given & { keepOld: number }>();
      const { withShop } = await import('../shop.js');
      const { rotateSecret } = await import('../../flow/webhooks/endpoints.js');
      await withShop(async ({ db, by, now }) => {
        tellSecret(format, await rotateSecret(db, id, keepOld * HOUR_MS, by, now));
      });
    });
  webhook
    .command('test')
    .description('send a test event now and tell how it went')
    .argument('<id>', 'as `webhook list` shows it', idArgument)
    .action(async (id: number, _options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<Given>();
      const { withShop } = await import('../shop.js');
      const { testEndpoint } = await import('../../flow/webhooks/endpoints.js');
      await withShop(async ({ db, by, now, config }) => {
        const way = { allowPrivate: config.WEBHOOK_ALLOW_PRIVATE };
        const row = await testEndpoint(db, id, by, now, config.PUBLIC_URL ?? '', way);
        if (row.state !== 'delivered') process.exitCode = 1;
        printRows(format, [row], LOG);
      });
    });
  webhook
    .command('log')
    .description('what was sent to a webhook in the last 30 days, newest first')
    .argument('<id>', 'as `webhook list` shows it', idArgument)
    .option('--state <state>', 'only pending, delivered or failed', wordsOf(['pending', 'delivered', 'failed']))
    .option('--limit <count>', 'at most so many', wholeNumber(1, 10_000), 50)
    .action(async (id: number, _options: unknown, command: Command) => {
      const { format, state, limit } = command.optsWithGlobals<Given & { state?: string[]; limit: number }>();
      const { withShop } = await import('../shop.js');
      const { listDeliveries } = await import('../../db/stores/webhooks.js');
      const { findEndpoint } = await import('../../flow/webhooks/endpoints.js');
      await withShop(async ({ db }) => {
        await findEndpoint(db.manager, id);
        const filter = { state: state?.[0] as DeliveryState | undefined };
        printRows(format, await listDeliveries(db.manager, id, filter, limit), LOG);
      });
    });
  webhook
    .command('redeliver')
    .description('have an event sent again, under the same webhook-id')
    .argument('<id>', 'as `webhook list` shows it', idArgument)
    .argument('<delivery>', 'as `webhook log` shows it', idArgument)
    .action(async (id: number, delivery: number, _options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<Given>();
      const { withShop } = await import('../shop.js');
      const { redeliver } = await import('../../flow/webhooks/endpoints.js');
      await withShop(async ({ db, by, now }) => {
        printRows(format, [await redeliver(db, id, delivery, by, now)], LOG);
        note('The web process (larisin serve) sends it.');
      });
    });
  for (const [name, state, what] of [
    ['enable', 'active', 'send to a webhook again that was disabled'],
    ['disable', 'disabled', 'send nothing more to a webhook'],
  ] as const) {
    webhook
      .command(name)
      .description(what)
      .argument('<id>', 'as `webhook list` shows it', idArgument)
      .action(async (id: number) => {
        const { withShop } = await import('../shop.js');
        const { changeEndpoint } = await import('../../flow/webhooks/endpoints.js');
        await withShop(async ({ db, by, now, config }) => {
          const { url } = await changeEndpoint(db, id, { state }, by, now, config.WEBHOOK_ALLOW_PRIVATE);
          out(`Webhook ${id} (${url}) is ${state}.\n`);
        });
      });
  }
  webhook
    .command('remove')
    .description('remove a webhook with its log')
    .argument('<id>', 'as `webhook list` shows it', idArgument)
    .action(async (id: number) => {
      const { withShop } = await import('../shop.js');
      const { removeEndpoint } = await import('../../flow/webhooks/endpoints.js');
      await withShop(async ({ db, by, now }) => {
        const { url } = await removeEndpoint(db, id, by, now);
        out(`Webhook ${id} (${url}) is removed.\n`);
      });
    });
}

interface Given {
  format: Format;
}

function tellSecret(format: Format, { endpoint, secret }: { endpoint: WebhookEndpoint; secret: string }): void {
  const { id, url, types, channels } = endpoint;
  if (format === 'json') return printJson({ id, url, types, channels, secret });
  printFields([
    ['id', id],
    ['address', url],
    ['events', types.join(' ')],
    ['secret', secret],
  ]);
  note('The secret is not shown again.');
}
