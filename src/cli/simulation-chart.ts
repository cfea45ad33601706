import type { Scoreboard, Standing } from '../core/simulation/scoreboard.js';

const WIDTH = 860;
const PANEL = { left: 62, width: 300, top: 64, height: 210 };
const PANEL_STEP = 430;
const HEIGHT = 340;
const WEEKS_PER_MONTH = 365 / 7 / 12;
const TICKS = 5;

/** Colours that stay apart on white and on black, for people who see few colours too (Okabe and Ito). */
const COLOURS: Record<Standing['pricer'], string> = {
  none: '#888888',
  ladder: '#d55e00',
  engine: '#0080c8',
  clairvoyant: '#00a070',
};
const NAMES: Record<Standing['pricer'], string> = {
  none: 'no discounts',
  ladder: 'fixed ladder',
  engine: 'Larisin',
  clairvoyant: 'clairvoyant',
};

/**
 * The year by way of pricing, means over all seeds: on the left profit beyond that without discounts (goods on hand at cost),
 * on the right the value of stale stock. A picture for light and dark pages alike; the same scoreboard gives the same bytes.
 */
export function simulationChart({ standings, seeds }: Scoreboard): string {
  const legend = standings.map(
    ({ pricer }, i) =>
      `<rect x="${PANEL.left + i * 150}" y="${HEIGHT - 22}" width="18" height="4" fill="${COLOURS[pricer]}"/>` +
      `<text x="${PANEL.left + 24 + i * 150}" y="${HEIGHT - 15}">${NAMES[pricer]}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="13">`,
    '<style>text{fill:#333}.grid{stroke:#ccc}@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#555}}</style>',
    `<title>Profit beyond no discounts and stale value over the year, means of ${seeds} virtual shops</title>`,
    ...panel('Profit beyond no discounts, Rp million', standings, ({ lead }) => lead, 0),
    ...panel('Stale stock at cost, Rp million', standings, ({ stale }) => stale, PANEL_STEP),
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function panel(title: string, standings: Standing[], of: (standing: Standing) => number[], shift: number): string[] {
  const millions = standings.map((standing) => of(standing).map((value) => value / 1e6));
  const all = millions.flat();
  const step = niceStep((Math.max(0, ...all) - Math.min(0, ...all)) / TICKS);
  const low = Math.floor(Math.min(0, ...all) / step) * step;
  const high = Math.max(low + step, Math.ceil(Math.max(0, ...all) / step) * step);
  const weeks = Math.max(1, (millions[0]?.length ?? 1) - 1);
  const x = (week: number): string => (shift + PANEL.left + (week / weeks) * PANEL.width).toFixed(1);
  const y = (value: number): string => (PANEL.top + (1 - (value - low) / (high - low)) * PANEL.height).toFixed(1);
  const lines = [`<text x="${shift + PANEL.left}" y="40" font-weight="bold">${title}</text>`];
  for (let tick = 0; low + tick * step <= high + step / 2; tick++) {
    const value = low + tick * step;
    lines.push(
      `<path class="grid" d="M${x(0)} ${y(value)}H${x(weeks)}"/>`,
      `<text x="${shift + PANEL.left - 8}" y="${Number(y(value)) + 4}" text-anchor="end">${tidy(value)}</text>`,
    );
  }
  for (let month = 0; month * WEEKS_PER_MONTH <= weeks + 0.5; month += 3) {
    const at = Math.min(weeks, month * WEEKS_PER_MONTH);
    lines.push(`<text x="${x(at)}" y="${PANEL.top + PANEL.height + 20}" text-anchor="middle">month ${month}</text>`);
  }
  standings.forEach(({ pricer }, i) => {
    const points = millions[i]!.map((value, week) => `${x(week)} ${y(value)}`);
    lines.push(
      `<path d="M${points.join('L')}" fill="none" stroke="${COLOURS[pricer]}" stroke-width="2.5" stroke-linejoin="round"/>`,
    );
  });
  return lines;
}

/** 1, 2 or 5 times a power of ten, at least so large. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-6)));
  return power * ([1, 2, 5, 10].find((times) => times * power >= least) ?? 10);
}

const tidy = (value: number): string => String(Number(value.toFixed(6)));
