import { describe, expect, it } from 'vitest';
import { openMailOffice } from '../flow/digest/post-offices.js';
import { folderWith, json, larisin } from './larisin.js';

/** Old stock on one channel, so that a run has something to suggest. */
const FILES = {
  'products.csv': 'sku,name,category,cost,price\nKAOS-1,Kaos <Hitam>,kaos,50000,99900\n',
  'listings.csv': 'sku,channel\nKAOS-1,shopee\n',
  'receipts.csv': 'day,sku,quantity,unit_cost\n2026-01-10,KAOS-1,40,50000\n',
  'sales.csv': 'day,sku,channel,units\n2026-03-01,KAOS-1,shopee,1\n',
};

describe('larisin digest', () => {
  const cwd = folderWith(FILES);

  it('prints what would be sent, in either language and for each channel, and says when nothing would be', async () => {
    const empty = await larisin(['digest', 'preview'], { cwd });
    expect(empty.stdout).toContain('0 usulan menunggu');
    expect(empty.stderr).toContain('Nothing waits: this digest would not be sent.');
    for (const kind of ['products', 'listings', 'receipts', 'sales']) {
      const done = await larisin(['import', kind, `${kind}.csv`], { cwd });
      expect([kind, done.code, done.stderr]).toEqual([kind, 0, expect.any(String)]);
    }
    expect((await larisin(['analyse', '--as-of', '2026-03-31'], { cwd })).code).toBe(0);
    const env = { PUBLIC_URL: 'https://harga.example/' };
    const preview = await larisin(['digest', 'preview', '--language', 'en'], { cwd, env });
    expect(preview.stdout).toContain('1. Kaos <Hitam> (KAOS-1), Shopee');
    expect(preview.stdout).toContain('\nThis is the first run.\n');
    expect(preview.stdout).toContain('Review prices: https://harga.example/inbox\n');
    const html = await larisin(['digest', 'preview', '--part', 'html'], { cwd, env });
    expect(html.stdout).toContain('Kaos &lt;Hitam&gt;');
    const places = await larisin(['digest', 'preview', '--part', 'whatsapp'], { cwd, env });
    expect(places.stdout).toMatch(/^\{\{1\}\} \d+\n\{\{2\}\} Rp [\d.]+\n\{\{3\}\} 1\) Kaos <Hitam>, Shopee/);
    const all = await json<{ subject: string; parameters: string[] }>(['digest', 'preview'], { cwd, env });
    expect(all.parameters).toHaveLength(4);
  });

  it('sends nothing to who has not asked, and says what is missing; doctor does too', async () => {
    const mail = await openMailOffice();
    const off = await larisin(['digest', 'send'], { cwd });
    expect([off.code, off.stderr]).toEqual([
      0,
      expect.stringContaining('Mail is off: set PUBLIC_URL, SMTP_URL, MAIL_FROM.'),
    ]);
    const env = { PUBLIC_URL: 'https://harga.example', SMTP_URL: mail.url, MAIL_FROM: 'larisin@harga.example' };
    const sent = await larisin(['digest', 'send', '--user', 'owner'], { cwd, env });
    expect(sent.stderr).not.toContain('Mail is off');
    expect(sent.stderr).toContain('WhatsApp is off: set WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_TOKEN.');
    expect(mail.mails).toEqual([]);
    const doctor = (await larisin(['doctor'], { cwd, env })).stdout;
    expect(doctor).toMatch(/ok +digest +By mail to 0 person\(s\)/);
    expect(doctor).toMatch(/ok +digest +By WhatsApp: off\. To turn it on, set WHATSAPP_PHONE_NUMBER_ID/);
    const wrong = await larisin(['doctor'], { cwd, env: { SMTP_URL: 'mail.example:587', MAIL_FROM: 'nobody' } });
    expect(wrong.stdout).toMatch(/SMTP_URL is not smtp:[^]*MAIL_FROM is not an address/);
  });
});
