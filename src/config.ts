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
