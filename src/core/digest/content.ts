import { dayText } from '../day-text.js';
import type { Locale } from '../pricing/money-text.js';
import { formatCount, formatMoney } from '../pricing/money-text.js';
import { dayParts, type Day, type Money } from '../units.js';
import type { DigestFacts, DigestItem } from './digest.js';
import { DIGEST_WORDS } from './words.js';

/** A digest, written for every channel from the same figures. */
export interface DigestContent {
  subject: string;
  text: string;
  html: string;
  /** The four places of the template's text, in order; none is ever empty. */
  parameters: [waiting: string, atStake: string, biggest: string, changes: string];
  /** What is put behind the address that was approved with the template's button. */
  buttonPath: string;
}

const INBOX = 'inbox';
const SETTINGS = 'settings/digest';
/** Characters of a product's name: in a mail, and on a phone where five share a line. */
const NAME_MAX = 80;
const SHORT_NAME_MAX = 40;

/** Writes the digest in the reader's language. Names come from files of others: they are taken as text, whatever they hold. */
export function digestContent(facts: DigestFacts): DigestContent {
  const w = DIGEST_WORDS[facts.language];
  const money = moneyIn(facts);
  const shop = tidy(facts.shopName, NAME_MAX);
  const count = formatCount(facts.waiting, facts.language);
  const atStake = money(facts.atStake);
  const changes = changesIn(facts);
  return {
    subject: `${w.subject(count, atStake)} · ${shop}`,
    text: textOf(facts, { shop, count, atStake, changes }),
    html: htmlOf(facts, { shop, count, atStake, changes }),
    parameters: [count, atStake, biggestInLine(facts), changes],
    buttonPath: INBOX,
  };
}

interface Parts {
  shop: string;
  count: string;
  atStake: string;
  changes: string;
}

function textOf(facts: DigestFacts, { shop, count, atStake, changes }: Parts): string {
  const w = DIGEST_WORDS[facts.language];
  const items = facts.biggest.flatMap((item, i) => [
    `${i + 1}. ${title(item)}`,
    `   ${offerOf(item, facts)}${item.atStake === 0 ? '' : `, ${w.worth(moneyIn(facts)(item.atStake))}`}`,
  ]);
  return [
    `${shop}, ${longDay(facts.day, facts.language)}`,
    '',
    w.waiting(count),
    w.stake(atStake),
    ...(items.length === 0 ? [] : ['', w.biggest, ...items]),
    '',
    sinceBefore(facts, changes),
    '',
    `${w.open}: ${facts.baseUrl}/${INBOX}`,
    w.safe,
    '',
    '-- ',
    `${w.why} ${facts.baseUrl}/${SETTINGS}`,
    '',
  ].join('\n');
}

function htmlOf(facts: DigestFacts, { shop, count, atStake, changes }: Parts): string {
  const w = DIGEST_WORDS[facts.language];
  const money = moneyIn(facts);
  const cell = 'padding:10px 0;border-bottom:1px solid #e3e6ea;vertical-align:top';
  const rows = facts.biggest.map(
    (item) =>
      `<tr><td style="${cell}"><strong>${escape(tidy(item.name, NAME_MAX))}</strong><br>` +
      `<span style="color:#556070">${escape(`${tidy(item.sku, NAME_MAX)} · ${tidy(item.channelName, NAME_MAX)}`)}<br>` +
      `${escape(unbroken(offerOf(item, facts)))}</span></td>` +
      `<td style="${cell};text-align:right;white-space:nowrap">${item.atStake === 0 ? '' : escape(money(item.atStake))}</td></tr>`,
  );
  const link = (path: string, style: string, words: string): string =>
    `<a href="${escape(`${facts.baseUrl}/${path}`)}" style="${style}">${escape(words)}</a>`;
  const button =
    'display:inline-block;background:#0b6e4f;color:#ffffff;text-decoration:none;font-weight:600;padding:12px 20px;border-radius:6px';
  return [
    `<!doctype html><html lang="${facts.language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escape(w.subject(count, atStake))}</title></head>`,
    '<body style="margin:0;background:#f4f5f7;color:#1c2430;font-family:system-ui,-apple-system,Segoe UI,Roboto,sans-serif;font-size:16px;line-height:1.5">',
    '<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff">',
    `<p style="margin:0 0 16px;color:#556070">${escape(`${shop}, ${longDay(facts.day, facts.language)}`)}</p>`,
    `<h1 style="margin:0 0 4px;font-size:22px;line-height:1.3">${escape(w.waiting(count))}</h1>`,
    `<p style="margin:0 0 20px">${escape(w.stake(atStake))}</p>`,
    `<p style="margin:0 0 24px">${link(INBOX, button, w.open)}</p>`,
    rows.length === 0 ? '' : `<h2 style="margin:0;font-size:16px">${escape(w.biggest)}</h2>`,
    rows.length === 0
      ? ''
      : `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse">${rows.join('')}</table>`,
    `<p style="margin:20px 0">${escape(sinceBefore(facts, changes))}</p>`,
    `<p style="margin:0 0 20px;color:#556070;font-size:14px">${escape(w.safe)}</p>`,
    `<p style="margin:0;color:#556070;font-size:14px">${escape(w.why)} ${link(SETTINGS, 'color:#0b6e4f', w.settings)}</p>`,
    '</div></body></html>',
    '',
  ]
    .filter((line, i, lines) => line !== '' || i === lines.length - 1)
    .join('\n');
}

/** The biggest on one line: a template's place takes no line breaks. */
function biggestInLine(facts: DigestFacts): string {
  if (facts.biggest.length === 0) return DIGEST_WORDS[facts.language].none;
  const money = moneyIn(facts);
  return facts.biggest
    .map((item, i) => {
      const [name, channel] = [tidy(item.name, SHORT_NAME_MAX), tidy(item.channelName, SHORT_NAME_MAX)];
      return `${i + 1}) ${name}, ${channel} (${money(item.atStake)})`;
    })
    .join('; ');
}

function sinceBefore({ changes, language }: DigestFacts, said: string): string {
  const w = DIGEST_WORDS[language];
  return changes === null ? `${w.first.charAt(0).toUpperCase()}${w.first.slice(1)}.` : `${w.since}: ${said}.`;
}

function changesIn({ changes, language }: DigestFacts): string {
  const w = DIGEST_WORDS[language];
  if (changes === null) return w.first;
  const said = (['new', 'changed', 'gone', 'decided'] as const)
    .filter((key) => changes[key] > 0)
    .map((key) => w.changes[key](formatCount(changes[key], language)));
  return said.length === 0 ? w.unchanged : said.join(', ');
}

/** Keeps a currency and its figure on one line. */
const unbroken = (text: string): string => text.replace(/\b([A-Z]{3}|Rp|RM) (?=\d)/g, '$1\u00a0');

const title = ({ name, sku, channelName }: DigestItem): string =>
  `${tidy(name, NAME_MAX)} (${tidy(sku, NAME_MAX)}), ${tidy(channelName, NAME_MAX)}`;

function offerOf({ kind, price, currentPrice }: DigestItem, facts: DigestFacts): string {
  const money = moneyIn(facts);
  const word = DIGEST_WORDS[facts.language].kinds[kind];
  if (price === null) return word;
  return currentPrice === null ? `${word}: ${money(price)}` : `${word}: ${money(currentPrice)} → ${money(price)}`;
}

const moneyIn =
  ({ currency, language }: DigestFacts) =>
  (amount: Money): string =>
    formatMoney(amount, currency.code, currency.scale, language);

/** `Selasa, 31 Maret 2026`. */
function longDay(day: Day, language: Locale): string {
  const { weekday } = dayParts(day);
  return `${DIGEST_WORDS[language].weekdays[weekday - 1]}, ${dayText(day, language)}`;
}

/** A name on one line, without signs that would turn the direction of writing or mean something to a terminal; never empty. */
function tidy(text: string, max: number): string {
  const line = text
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim();
  const signs = [...line];
  if (signs.length === 0) return '–';
  return signs.length <= max
    ? line
    : `${signs
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
