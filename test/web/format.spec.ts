import { describe, expect, it } from 'vitest';
import { createFormat, UNKNOWN } from '../../web/text/format.js';

const rupiah = createFormat({ language: 'id', currency: 'IDR', scale: 0, timeZone: 'Asia/Jakarta' });
const pounds = createFormat({ language: 'en', currency: 'GBP', scale: 2, timeZone: 'Europe/London' });
/** Intl sets spaces that do not break; which ones differs between versions. */
const plain = (text: string): string => text.replaceAll(/\s/g, ' ');

describe('figures on the screens', () => {
  it('show money as the shop writes it', () => {
    expect(rupiah.money(125_000)).toBe('Rp 125.000');
    expect(rupiah.gain(125_000)).toBe('+Rp 125.000');
    expect(rupiah.gain(-5_000)).toBe('-Rp 5.000');
    expect(rupiah.gain(0)).toBe('Rp 0');
    expect(pounds.money(1_250)).toBe('£12.50');
  });

  it('shorten money in charts', () => {
    expect(plain(rupiah.moneyShort(1_250_000))).toBe('Rp 1,3 jt');
    expect(plain(rupiah.moneyShort(-2_500))).toBe('-Rp 2,5 rb');
    expect(plain(pounds.moneyShort(1_250_000))).toMatch(/^£12\.5\s?k$/i);
  });

  it('show rates, counts and days in the language of the reader', () => {
    expect(rupiah.percent(2_050)).toBe('20,5 %');
    expect(pounds.number(1234.5, 1)).toBe('1,234.5');
    expect(rupiah.day('2026-08-17')).toBe('17 Agu 2026');
    expect(pounds.day('2026-08-17')).toBe('17 Aug 2026');
    expect(rupiah.list(['a', 'b', 'c'])).toBe('a, b, dan c');
  });

  it("show moments in the shop's zone, whatever that of the device", () => {
    expect(plain(rupiah.instant('2026-03-31T20:30:00.000+00:00'))).toBe('1 Apr 2026, 03.30');
    expect(plain(pounds.instant('2026-03-31T22:30:00.000Z'))).toMatch(/31 Mar 2026,? (at )?23:30/); // summer time
  });

  it('tell how long ago something was', () => {
    const now = Date.parse('2026-03-31T12:00:00Z');
    expect(pounds.ago('2026-03-31T09:00:00Z', now)).toBe('3 hours ago');
    expect(rupiah.ago('2026-03-29T12:00:00Z', now)).toBe('kemarin dulu');
    expect(pounds.ago('2026-03-31T11:59:30Z', now)).toBe('just now');
  });

  it('show sizes of files in units that say something', () => {
    expect(plain(rupiah.fileSize(398))).toBe('398 byte');
    expect(plain(rupiah.fileSize(64_000))).toBe('64 kB');
    expect(plain(rupiah.fileSize(1_430_000))).toBe('1,4 MB');
    expect(plain(pounds.fileSize(2_000_000_000))).toBe('2,000 MB');
  });

  it('say plainly what is not known', () => {
    expect([rupiah.money(null), rupiah.percent(undefined), rupiah.day(null), rupiah.ago(null)]).toEqual(
      Array(4).fill(UNKNOWN),
    );
  });
});
