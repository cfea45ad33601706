import type { ChartOption } from '../../parts/chart-engine';
import type { Format } from '../../text/format';

interface NamedWeeks {
  from: string[];
  onHand: (number | null)[];
  channels: { name: string; units: number[]; price: (number | null)[] }[];
}

/** Stock above, sales below, one time axis; with the price beside the sales where there is one channel. */
export function salesOption(
  { from, onHand, channels }: NamedWeeks,
  isOne: boolean,
  words: { stock: string; price: string },
  format: Format,
): ChartOption {
  const days = from.map((day) => format.dayShort(day));
  const priceAxis = isOne
    ? [
        {
          type: 'value',
          gridIndex: 1,
          scale: true,
          splitLine: { show: false },
          axisLabel: { formatter: (amount: number) => format.moneyShort(amount) },
        },
      ]
    : [];
  return {
    legend: { type: 'scroll', bottom: 0, itemWidth: 14, itemHeight: 10 },
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    grid: [
      { left: 48, right: isOne ? 64 : 12, top: 12, height: 110 },
      { left: 48, right: isOne ? 64 : 12, top: 150, bottom: 56 },
    ],
    xAxis: [
      { type: 'category', data: days, gridIndex: 0, boundaryGap: true, axisLabel: { show: false } },
      { type: 'category', data: days, gridIndex: 1, axisLabel: { hideOverlap: true } },
    ],
    yAxis: [
      { type: 'value', gridIndex: 0, splitNumber: 3, minInterval: 1 },
      { type: 'value', gridIndex: 1, splitNumber: 3, minInterval: 1 },
      ...priceAxis,
    ],
    series: [
      ...channels.map(({ name, units }) => ({
        type: 'bar',
        name,
        stack: 'units',
        xAxisIndex: 1,
        yAxisIndex: 1,
        barMaxWidth: 22,
        data: units,
      })),
      {
        type: 'line',
        name: words.stock,
        symbol: 'none',
        step: 'end',
        lineStyle: { width: 2 },
        areaStyle: { opacity: 0.14 },
        data: onHand,
      },
      ...(isOne
        ? channels.map(({ price }) => ({
            type: 'line',
            name: words.price,
            xAxisIndex: 1,
            yAxisIndex: 2,
            symbol: 'none',
            step: 'end',
            lineStyle: { width: 2 },
            tooltip: { valueFormatter: (amount: number | null) => format.money(amount) },
            data: price,
          }))
        : []),
    ],
  };
}
