import { z } from 'zod';
import { Refusal } from './core/refusal.js';

const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

const Config = z.object({
  /** sqlite:./data/larisin.sqlite | mysql://user:password@host:port/name | mariadb://... */
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|mysql:\/\/.+\/.+|mariadb:\/\/.+\/.+)$/, 'is not sqlite:<file>, mysql://... or mariadb://...')
    .default('sqlite:./data/larisin.sqlite'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Address under which browsers reach it, for the origin check behind a proxy; default: the request's own host. */
  PUBLIC_URL: z.url().optional(),
  TRUST_PROXY: flag.default(false),
  DATA_DIR: z.string().default('./data'),
  TIME_ZONE: z
    .string()
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), 'is not a time zone such as Asia/Jakarta')
    .default('Asia/Jakarta'),
  /** Time of the daily run in the shop's zone, HH:MM; `off` for none. */
  DAILY_RUN_AT: z
    .string()
    .regex(/^(([01]\d|2[0-3]):[0-5]\d|off)$/, 'is not HH:MM or off')
    .default('02:30'),
  OWNER_NAME: z.string().min(1).default('owner'),
  /** Password of the owner whom the first start creates; generated and printed once when left out. */
  OWNER_PASSWORD: z.string().min(10).optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  /** A second, private address for /metrics without a key, e.g. 127.0.0.1:9464; left out: /metrics asks for a key. */
  METRICS_BIND: z
    .string()
    .regex(/^[^:]+:\d+$/, 'is not host:port')
    .optional(),
  /** smtp://user:password@host:587 or smtps://...; left out: no digest by mail. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+$/, 'is not smtp://user:password@host:port or smtps://...')
    .optional(),
  /** Whom mails come from: an address, or a name with an address in angle brackets. */
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/, 'is not an address such as Larisin <larisin@example.com>')
    .optional(),
  /** The number that WhatsApp messages come from, as Meta numbers it. */
  WHATSAPP_PHONE_NUMBER_ID: z
    .string()
    .regex(/^\d{5,25}$/, 'is not the id of a phone number: digits alone')
    .optional(),
  WHATSAPP_TOKEN: z.string().min(1).optional(),
  /** The app's secret, which signs what WhatsApp reports. */
  WHATSAPP_APP_SECRET: z.string().min(1).optional(),
  /** A word of your own that Meta repeats when it is told where to report to. */
  WHATSAPP_VERIFY_TOKEN: z.string().min(8).optional(),
  WHATSAPP_TEMPLATE: z
    .string()
    .regex(/^[a-z0-9_]{1,512}$/, 'is not the name of a template: lower-case letters, digits and _')
    .default('larisin_digest'),
  /** Where the Graph API is, with its version. */
  WHATSAPP_GRAPH_URL: z.url().default('https://graph.facebook.com/v23.0'),
  /** Whether webhooks may go to this machine and to private networks, and by http. */
  WEBHOOK_ALLOW_PRIVATE: flag.default(false),
  UPLOAD_BYTES_MAX: z.coerce.number().int().positive().default(2_147_483_648),
});

export type Config = z.infer<typeof Config>;

/**
 * Reads the settings from the environment: the only place that does. Empty values count as left out.
 * @throws Refusal `bad-settings` that names every setting that is wrong, all at once.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = Config.safeParse(given);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    code: 'bad-setting',
    message: issue.message,
  }));
  throw new Refusal(
    'invalid',
    'bad-settings',
    `These settings are wrong: ${issues.map((issue) => `${issue.path} ${issue.message}`).join('; ')}`,
    {},
    issues,
  );
}
