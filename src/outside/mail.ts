import { createTransport } from 'nodemailer';
import { NotSent } from './sending.js';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Without angle brackets; the same for a repeat, so that a mailbox may tell. */
  messageId: string;
}

export type SendMail = (mail: Mail) => Promise<string>;

const CONNECT_MS = 15_000;
const SILENCE_MS = 30_000;

/**
 * Sends mail by an SMTP server; answers the Message-ID.
 * Throws NotSent.
 */
export function mailer(smtpUrl: string, from: string): SendMail {
  return async ({ messageId, ...mail }) => {
    const transport = createTransport({
      url: smtpUrl,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      // Nothing of a message may name a file or an address to fetch.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const id = `<${messageId}@${domainOf(from)}>`;
    try {
      // RFC 3834: so that an absent reader's mailbox does not answer.
      const headers = { 'Auto-Submitted': 'auto-generated' };
      await transport.sendMail({ from, ...mail, messageId: id, headers });
      return id;
    } catch (error) {
      throw notSent(error);
    } finally {
      transport.close();
    }
  };
}

const domainOf = (from: string): string => /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'localhost';

/** What nodemailer says; a server's own answer and a connection that never came about are certain. */
function notSent(error: unknown): NotSent {
  const { message, code, syscall, responseCode } = error as NodeJS.ErrnoException & { responseCode?: number };
  if (responseCode !== undefined) return new NotSent(message, true, responseCode < 500);
  const neverBegan = syscall === 'connect' || syscall === 'getaddrinfo' || code === 'EDNS' || code === 'EAUTH';
  const neverGreeted = code === 'ETIMEDOUT' && /^(Connection timeout|Greeting never received)$/.test(message);
  const isCertain = neverBegan || neverGreeted || code === 'ETLS' || code === 'EENVELOPE';
  return new NotSent(message, isCertain, code !== 'EENVELOPE');
}
