import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface MailOffice {
  url: string;
  mails: ParsedMail[];
  /** Refuses the next messages with this SMTP status; null takes them. */
  refuseWith: number | null;
  /** Cuts the connection when everything was said, without an answer. */
  isRude: boolean;
}

/** A mail server on this machine; it listens until the test ends. */
export async function openMailOffice(): Promise<MailOffice> {
  const office: MailOffice = { url: '', mails: [], refuseWith: null, isRude: false };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (office.isRude) {
          for (const connection of server.connections) (connection as { close(): void }).close();
          return;
        }
        if (office.refuseWith !== null) {
          done(Object.assign(new Error('not now'), { responseCode: office.refuseWith }));
          return;
        }
        void simpleParser(Buffer.concat(parts)).then((mail) => {
          office.mails.push(mail);
          done();
        });
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  office.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return office;
}

export interface TemplateCall {
  to: string;
  template: {
    name: string;
    language: { code: string };
    components: { type: string; parameters: { text: string }[] }[];
  };
}

export interface GraphApi {
  url: string;
  calls: TemplateCall[];
  /** Every fault that a request had: a test expects none. */
  faults: string[];
  /** In place of the usual answer. */
  answer: ((response: ServerResponse) => void) | null;
}

export const PHONE_NUMBER_ID = '106540352242922';
export const TOKEN = 'EAAG-test-token';

/** The part of the Graph API that sends templates; it judges what it gets as the documents say. */
export async function openGraphApi(): Promise<GraphApi> {
  const api: GraphApi = { url: '', calls: [], faults: [], answer: null };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      if (api.answer !== null) return api.answer(response);
      const faults = faultsOf(request.method, request.url, request.headers, text);
      api.faults.push(...faults);
      response.setHeader('content-type', 'application/json');
      if (faults.length > 0) {
        const error = { message: `(#100) ${faults.join('; ')}`, type: 'OAuthException', code: 100, fbtrace_id: 'A1' };
        return response.writeHead(400).end(JSON.stringify({ error }));
      }
      const call = JSON.parse(text) as TemplateCall;
      api.calls.push(call);
      const messages = [{ id: `wamid.${api.calls.length}`, message_status: 'accepted' }];
      response.end(JSON.stringify({ messaging_product: 'whatsapp', contacts: [{ wa_id: call.to }], messages }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v23.0`;
  return api;
}

function faultsOf(
  method: string | undefined,
  url: string | undefined,
  headers: Record<string, unknown>,
  text: string,
): string[] {
  const faults: string[] = [];
  const check = (isRight: boolean, fault: string): void => {
    if (!isRight) faults.push(fault);
  };
  check(method === 'POST' && url === `/v23.0/${PHONE_NUMBER_ID}/messages`, `unknown path ${method} ${url}`);
  check(headers.authorization === `Bearer ${TOKEN}`, 'Invalid OAuth access token');
  check(headers['content-type'] === 'application/json', 'wrong content type');
  const body = JSON.parse(text) as Record<string, unknown> & TemplateCall;
  check(body.messaging_product === 'whatsapp', 'messaging_product');
  check(/^[1-9]\d{7,14}$/.test(body.to), 'to');
  check(body.type === 'template', 'type');
  check(body.template.name === 'larisin_digest', 'template does not exist');
  check(['id', 'en'].includes(body.template.language.code), 'template does not exist in the translation');
  const [main, button, ...others] = body.template.components as (Record<string, unknown> & {
    parameters: Record<string, unknown>[];
  })[];
  check(others.length === 0 && main?.type === 'body' && button?.type === 'button', 'components');
  check(button?.sub_type === 'url' && button.index === '0', 'button');
  check(main?.parameters.length === 4 && button?.parameters.length === 1, 'number of parameters');
  for (const parameter of [...(main?.parameters ?? []), ...(button?.parameters ?? [])]) {
    check(parameter.type === 'text' && typeof parameter.text === 'string' && parameter.text !== '', 'empty parameter');
    check(!/[\n\t]| {5}/.test(String(parameter.text)), 'new-line, tab or more than 4 spaces');
  }
  const length = (main?.parameters ?? []).reduce((sum, { text }) => sum + String(text).length, 0);
  check(length <= 1_024, 'body too long');
  return faults;
}
