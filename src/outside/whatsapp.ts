import { createHmac, timingSafeEqual } from 'node:crypto';
import { NotSent } from './sending.js';

export interface TemplateMessage {
  /** `+` and digits. */
  to: string;
  language: 'id' | 'en';
  /** Of the body, in order. */
  parameters: readonly string[];
  /** Put behind the address of the template's only button. */
  buttonPath: string;
}

export type SendTemplate = (message: TemplateMessage) => Promise<string>;

export interface WhatsAppAccess {
  graphUrl: string;
  phoneNumberId: string;
  token: string;
  template: string;
}

const TIMEOUT_MS = 20_000;
/** Of one place of a template: the whole body has at most 1,024 characters, its own words among them. */
const PARAMETER_MAX = 600;

/** Codes of the Graph API that stand for "not now": too many at once, or its own trouble. */
const PASSING = new Set([1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 133004]);

/**
 * Sends an approved template by the WhatsApp Business Cloud API; answers the message's id (wamid).
 * Throws NotSent.
 */
export function whatsApp({ graphUrl, phoneNumberId, token, template }: WhatsAppAccess): SendTemplate {
  const url = `${graphUrl.replace(/\/+$/, '')}/${phoneNumberId}/messages`;
  return async (message) => {
    const reply = await call(url, token, templateBody(template, message));
    const said = (await reply.json().catch(() => null)) as GraphAnswer | null;
    const id = said?.messages?.[0]?.id;
    if (reply.ok && typeof id === 'string' && id !== '') return id;
    if (said?.error !== undefined) {
      const { code, message: words } = said.error;
      const isPassing = reply.status === 429 || (typeof code === 'number' && PASSING.has(code));
      throw new NotSent(`WhatsApp ${String(code ?? reply.status)}: ${String(words ?? 'refused')}`, true, isPassing);
    }
    // Taken or broken half-way, without a word that tells which.
    throw new NotSent(`WhatsApp answered ${reply.status} without saying what became of it.`, false, false);
  };
}

interface GraphAnswer {
  messages?: { id?: unknown }[];
  error?: { code?: unknown; message?: unknown };
}

/** The message as the API wants it; a place that would be empty is refused there, so none is. */
export function templateBody(template: string, { to, language, parameters, buttonPath }: TemplateMessage): object {
  const text = (value: string) => ({ type: 'text', text: oneLine(value) });
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: to.replace(/^\+/, ''),
    type: 'template',
    template: {
      name: template,
      language: { code: language },
      components: [
        { type: 'body', parameters: parameters.map(text) },
        { type: 'button', sub_type: 'url', index: '0', parameters: [text(buttonPath)] },
      ],
    },
  };
}

/** A place takes no line breaks, no tabs and no long runs of blanks. */
const oneLine = (value: string): string => value.replace(/\s+/g, ' ').trim().slice(0, PARAMETER_MAX) || '–';

async function call(url: string, token: string, body: object): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error', // the token goes to this address and no other
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? '';
    const neverBegan = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];
    const message = `WhatsApp does not answer${cause === '' ? '' : ` (${cause})`}.`;
    throw new NotSent(message, neverBegan.includes(cause), true);
  }
}

/** Whether Meta's `X-Hub-Signature-256` is that of these very bytes; compared in constant time. */
export function isSignedByApp(raw: Buffer, header: unknown, appSecret: string): boolean {
  const given = typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/.exec(header)?.[1] : undefined;
  if (given === undefined) return false;
  return timingSafeEqual(createHmac('sha256', appSecret).update(raw).digest(), Buffer.from(given, 'hex'));
}
