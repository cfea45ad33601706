import type { Config } from '../../config.js';
import { mailer, type SendMail } from '../../outside/mail.js';
import { isSignedByApp, whatsApp, type SendTemplate } from '../../outside/whatsapp.js';

/** How digests go out; null: not configured. */
export interface Ways {
  mail: SendMail | null;
  whatsapp: SendTemplate | null;
  /** Of this installation; the links lead there. */
  baseUrl: string;
}

/** The settings that a channel lacks before it works. */
export function missingFor(config: Config): { mail: string[]; whatsapp: string[] } {
  const lacking = (names: (keyof Config)[]): string[] => names.filter((name) => config[name] === undefined);
  return {
    mail: lacking(['PUBLIC_URL', 'SMTP_URL', 'MAIL_FROM']),
    whatsapp: lacking(['PUBLIC_URL', 'WHATSAPP_PHONE_NUMBER_ID', 'WHATSAPP_TOKEN']),
  };
}

export function waysOf(config: Config): Ways {
  const missing = missingFor(config);
  return {
    mail: missing.mail.length > 0 ? null : mailer(config.SMTP_URL!, config.MAIL_FROM!),
    whatsapp:
      missing.whatsapp.length > 0
        ? null
        : whatsApp({
            graphUrl: config.WHATSAPP_GRAPH_URL,
            phoneNumberId: config.WHATSAPP_PHONE_NUMBER_ID!,
            token: config.WHATSAPP_TOKEN!,
            template: config.WHATSAPP_TEMPLATE,
          }),
    baseUrl: (config.PUBLIC_URL ?? '').replace(/\/+$/, ''),
  };
}

/** Whether these bytes come from our app at Meta; never, where its secret is not set. */
export function isFromApp(config: Config, raw: Buffer | undefined, signature: unknown): boolean {
  const secret = config.WHATSAPP_APP_SECRET;
  return secret !== undefined && raw !== undefined && isSignedByApp(raw, signature, secret);
}
