import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestContent } from '../../../src/core/digest/content.js';
import type { DigestFacts, DigestItem } from '../../../src/core/digest/digest.js';
import { parseDay } from '../../../src/core/units.js';

const item = (more: Partial<DigestItem> = {}): DigestItem => ({
  sku: 'KOPI-250',
  name: 'Kopi Gayo 250 g',
  channelName: 'Shopee',
  kind: 'discount',
  price: 71_900,
  currentPrice: 89_900,
  atStake: 96_000,
  ...more,
});

const facts = (more: Partial<DigestFacts> = {}): DigestFacts => ({
  shopName: 'Toko Sinar',
  currency: { code: 'IDR', scale: 0 },
  language: 'id',
  day: parseDay('2026-03-31')!,
  waiting: 12,
  atStake: 4_250_000,
  biggest: [
    item({
      sku: 'BAJU-7',
      name: 'Gamis Syari "Aisyah" <M>',
      kind: 'voucher',
      price: 175_000,
      currentPrice: 199_000,
      atStake: 1_250_000,
    }),
    item({
      sku: 'PANCI-3',
      name: 'Panci 24 cm & tutup',
      channelName: 'Tokopedia',
      kind: 'bundle',
      price: 240_000,
      currentPrice: 260_000,
      atStake: 640_000,
    }),
    item(),
    item({
      sku: 'TEH-1',
      name: 'Teh Melati',
      channelName: 'Store',
      kind: 'restore',
      price: 24_900,
      currentPrice: 19_900,
      atStake: 51_500,
    }),
    item({ sku: 'X-9', name: 'Kabel data', kind: 'alert', price: null, currentPrice: 15_000, atStake: 0 }),
  ],
  changes: { new: 3, changed: 1, gone: 2, decided: 5 },
  baseUrl: 'https://harga.example',
  ...more,
});

/** The template as docs/digest.md gives it: its own words may take what the places leave of 1,024 characters. */
const TEMPLATE_WORDS = 250;

describe('the digest', () => {
  it.each(['id', 'en'] as const)('reads so in %s', async (language) => {
    const { subject, text, html, parameters, buttonPath } = digestContent(facts({ language }));
    const golden = (name: string) => join(import.meta.dirname, 'golden', `${language}-${name}`);
    await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(golden('mail.txt'));
    await expect(html).toMatchFileSnapshot(golden('mail.html'));
    await expect(`${parameters.join('\n')}\n${buttonPath}\n`).toMatchFileSnapshot(golden('whatsapp.txt'));
  });

  it('takes hostile names as text: nothing of them becomes HTML, a line or a direction of writing', () => {
    const name = '<img src=x onerror=alert(1)>"\'&\u202eevil\r\nBcc: all@example.com\u0000\u200b';
    const shopName = 'Toko\r\nBcc: all@example.com <script>';
    const content = digestContent(facts({ shopName, biggest: [item({ name, sku: '"><b>', channelName: "<i>'" })] }));
    expect(content.html).not.toMatch(/<img|<script|<b>|<i>/);
    expect(content.html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;evil Bcc: all@example.com');
    expect(content.subject).toBe('12 usulan menunggu, nilainya Rp 4.250.000 · Toko Bcc: all@example.com <script>');
    // eslint-disable-next-line no-control-regex
    for (const one of [content.subject, ...content.parameters]) expect(one).not.toMatch(/[\r\n\t\u0000\u202e\u200b]/);
    expect(content.text.split('\n').filter((line) => line.startsWith('Bcc:'))).toEqual([]);
  });

  it('has no empty place, whatever is missing', () => {
    const bare = facts({ shopName: ' ', biggest: [], changes: null, waiting: 0, atStake: 0 });
    expect(digestContent(bare).parameters).toEqual(['0', 'Rp 0', 'tidak ada', 'ini analisis yang pertama']);
    const still = facts({ changes: { new: 0, changed: 0, gone: 0, decided: 0 }, biggest: [item({ name: ' \n ' })] });
    expect(digestContent({ ...still, language: 'en' }).parameters.slice(2)).toEqual([
      '1) –, Shopee (Rp 96,000)',
      'nothing has changed',
    ]);
  });

  it('fits into a template of 1,024 characters with the longest names', () => {
    const long = item({ name: 'Ω'.repeat(500), channelName: '界'.repeat(200), atStake: 9_007_199_254_740_991 });
    const { parameters, subject } = digestContent(
      facts({ biggest: [long, long, long, long, long], shopName: 'S'.repeat(200) }),
    );
    expect(parameters.join('').length).toBeLessThanOrEqual(1_024 - TEMPLATE_WORDS);
    expect(subject.length).toBeLessThan(200);
  });

  it('writes money as the shop counts it', () => {
    const pounds = facts({ language: 'en', currency: { code: 'GBP', scale: 2 }, waiting: 1, atStake: 123_456 });
    expect(digestContent(pounds).subject).toBe('1 suggestion waits, worth £1,234.56 · Toko Sinar');
  });
});
