// Puts the scoreboard of the simulation into README.md, and its picture into docs/:
//   node dist/src/cli.js simulate --format json --chart docs/simulation.svg > /tmp/simulation.json
//   node scripts/simulation-table.mjs /tmp/simulation.json 2026-11-26 && npx prettier --write README.md
import { readFileSync, writeFileSync } from 'node:fs';

const [file, day] = process.argv.slice(2);
const { seeds, standings, duels, gainShare } = JSON.parse(readFileSync(file, 'utf8'));
const NAMES = {
  none: 'no discounts',
  ladder: 'fixed ladder: 10, 20, 30 % off at 31, 61, 91 days',
  engine: '**Larisin**, shipped rules, all approved',
  clairvoyant: 'clairvoyant: knows the true demand',
};
const millions = (amount) => (amount / 1e6).toFixed(1);
const percent = (share) => `${(share * 100).toFixed(1)} %`;
const signed = (share) => `${share < 0 ? '-' : '+'}${percent(Math.abs(share))}`;
const spread = (value, text) => `${text(value.mean)} (${text(value.low)} to ${text(value.high)})`;
const rows = standings.map(({ pricer, profit, share, staleValue, discount }) =>
  [
    NAMES[pricer],
    spread(profit, millions),
    spread(share, percent),
    millions(staleValue.mean),
    millions(discount.mean),
  ].join(' | '),
);
const against = duels.map(({ against, margin, meanIsWithin, wins }) => {
  const mean = `${signed(margin.mean)} (the mean is known to ${percent(meanIsWithin)})`;
  return `- against ${NAMES[against].split(':')[0]}: profit ${mean}, more in ${wins} of ${seeds} shops`;
});
const text = `
Measured ${day}, ${seeds} virtual shops of a year, demand hidden from the engine; million rupiah, means and the middle nine of ten shops:

| way of pricing | profit | of the clairvoyant's | stale stock | discount given |
| --- | ---: | ---: | ---: | ---: |
${rows.map((row) => `| ${row} |`).join('\n')}

${against.join('\n')}
- of what a clairvoyant gains over no discounts: ${gainShare === null ? 'nothing can be gained' : percent(gainShare)}

![Profit beyond no discounts, and stale stock, over the year](docs/simulation.svg)
`;
const readme = readFileSync('README.md', 'utf8');
const marked = /(<!-- simulation -->\n)[^]*(<!-- \/simulation -->)/;
if (!marked.test(readme)) throw new Error('README.md has no place for the scoreboard');
writeFileSync(
  'README.md',
  readme.replace(marked, (_, before, after) => `${before}${text}\n${after}`),
);
