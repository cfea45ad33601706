import type { ChartOption } from '../../parts/chart-engine';
import type { Format } from '../../text/format';
import type { Band, ChartDays } from './days-of';

export interface ChartWords {
  stock: string;
  ifApproved: string;
  ifNothing: string;
  price: string;
  basePrice: string;
  sold: string;
  decisions: string;
  /** What was decided, in a word or two. */
  decided(action: string): string;
}

interface Tip {
  seriesName: string;
  axisValue: string;
  dataIndex: number;
  value: number | null | undefined;
}

const INK = {
  light: { stock: '#0072b2', yes: '#187650', no: '#6a7580', price: '#8a4a00', decided: '#a83a3a' },
  dark: { stock: '#56b4e9', yes: '#52ab80', no: '#a9b2ba', price: '#f0b070', decided: '#f0925a' },
};
/** Drawn without a name of its own: the edge of an interval. */
const UNNAMED = '';

/** Stock with its two futures, price with decisions, sales: three bands of one time axis. */
export function historyOption(
  days: ChartDays,
  words: ChartWords,
  format: Format,
  scheme: 'light' | 'dark',
): ChartOption {
  const ink = INK[scheme];
  const labels = days.day.map((day) => format.dayShort(day));
  const axis = (gridIndex: number, isLabelled: boolean) => ({
    ...{ type: 'category', data: labels, gridIndex, boundaryGap: true },
    axisLabel: { show: isLabelled, hideOverlap: true },
    axisTick: { show: isLabelled },
  });
  const future = (name: string, band: Band | null, color: string) =>
    band === null
      ? []
      : [
          edge(band.low, name),
          {
            ...edge(
              band.high.map((high, i) => (high === null ? null : high - band.low[i]!)),
              name,
            ),
            areaStyle: { color, opacity: 0.16 },
          },
          {
            ...{ type: 'line', name, symbol: 'none', data: band.mean },
            ...{ lineStyle: { width: 2, type: 'dashed', color }, itemStyle: { color } },
          },
        ];
  const line = (name: string, data: (number | null)[], color: string, type = 'solid', width = 2) => ({
    ...{ type: 'line', name, symbol: 'none', step: 'end', data },
    ...{ lineStyle: { width, color, type }, itemStyle: { color } },
  });
  const onPrice = { xAxisIndex: 1, yAxisIndex: 1 };
  const decided = days.decisions.map(({ at, price }) => [at, price ?? days.price[at] ?? days.basePrice[at] ?? 0]);
  return {
    legend: {
      ...{ type: 'scroll', bottom: 0, itemWidth: 16, itemHeight: 10 },
      data: [
        words.stock,
        ...(days.ifNothing === null ? [] : [words.ifApproved, words.ifNothing]),
        words.price,
        ...(decided.length === 0 ? [] : [words.decisions]),
        words.sold,
      ],
    },
    tooltip: {
      ...{ trigger: 'axis', renderMode: 'richText', confine: true },
      formatter: (tips: Tip[]) => tooltip(tips, days, words, format),
    },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    grid: [
      { left: 64, right: 12, top: 12, height: 170 },
      { left: 64, right: 12, top: 204, height: 90 },
      { left: 64, right: 12, top: 316, height: 60 },
    ],
    xAxis: [axis(0, false), axis(1, false), axis(2, true)],
    yAxis: [
      { type: 'value', gridIndex: 0, splitNumber: 4, minInterval: 1 },
      {
        ...{ type: 'value', gridIndex: 1, splitNumber: 2, scale: true },
        axisLabel: { formatter: (amount: number) => format.moneyShort(amount) },
      },
      { type: 'value', gridIndex: 2, splitNumber: 1, minInterval: 1 },
    ],
    series: [
      ...future(words.ifNothing, days.ifNothing, ink.no),
      ...future(words.ifApproved, days.ifApproved, ink.yes),
      { ...line(words.stock, days.onHand, ink.stock), areaStyle: { color: ink.stock, opacity: 0.08 } },
      { ...line(words.basePrice, days.basePrice, ink.no, 'dotted', 1), ...onPrice },
      { ...line(words.price, days.price, ink.price), ...onPrice },
      { ...line(words.ifApproved, days.priceAhead, ink.yes, 'dashed'), ...onPrice },
      {
        ...{ type: 'scatter', name: words.decisions, symbol: 'diamond', symbolSize: 13, data: decided, z: 5 },
        ...{ ...onPrice, itemStyle: { color: ink.decided } },
      },
      {
        ...{ type: 'bar', name: words.sold, xAxisIndex: 2, yAxisIndex: 2, data: days.units },
        itemStyle: { color: ink.stock },
      },
    ],
  };
}

/** The lower edge carries the area above it. */
function edge(data: (number | null)[], stack: string) {
  return {
    ...{ type: 'line', name: UNNAMED, stack, data, symbol: 'none', silent: true },
    ...{ lineStyle: { opacity: 0 }, itemStyle: { opacity: 0 }, tooltip: { show: false } },
  };
}

function tooltip(tips: Tip[], days: ChartDays, words: ChartWords, format: Format): string {
  const at = tips[0]?.dataIndex ?? 0;
  const units = (value: number | null | undefined): string => format.number(value, 0);
  const ahead = (name: string, band: Band | null): string[] =>
    band?.mean[at] == null || days.onHand[at] != null
      ? []
      : [`${name}: ${units(band.mean[at])} (${units(band.low[at])} – ${units(band.high[at])})`];
  const known = (name: string, value: string, given: number | null | undefined): string[] =>
    given == null ? [] : [`${name}: ${value}`];
  return [
    format.day(days.day[at]),
    ...known(words.stock, units(days.onHand[at]), days.onHand[at]),
    ...ahead(words.ifApproved, days.ifApproved),
    ...ahead(words.ifNothing, days.ifNothing),
    ...known(words.price, format.money(days.price[at]), days.price[at]),
    ...(days.price[at] == null ? known(words.price, format.money(days.priceAhead[at]), days.priceAhead[at]) : []),
    ...known(words.sold, units(days.units[at]), days.units[at]),
    ...days.decisions
      .filter((each) => each.at === at)
      .map(({ action, price }) => `${words.decided(action)} ${price === null ? '' : format.money(price)}`.trim()),
  ].join('\n');
}
