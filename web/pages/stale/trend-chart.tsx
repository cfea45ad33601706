import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { StaleTrend } from '../../../src/contract/stock';
import { Chart } from '../../parts/chart';
import type { ChartOption } from '../../parts/chart-engine';
import { useFormat } from '../../text/format';
import { staleText } from '../../text/stale';
import { useText } from '../../text/texts';
import { AgeLegend } from './age-legend';
import { useAgeColours, useAgeName } from './ages';

interface TrendChartProps {
  points: StaleTrend['points'];
  height: number;
}

/** Older stock week by week, stacked by age in the colours of the other pictures; where only a sum is known, the sum. */
export function TrendChart({ points, height }: TrendChartProps): React.JSX.Element {
  const text = useText(staleText);
  const format = useFormat();
  const ageName = useAgeName();
  const ages = useMemo(() => points.at(-1)?.buckets ?? [], [points]);
  const colours = useAgeColours(ages.length);
  const option = useMemo((): ChartOption => {
    const days = points.map(({ asOf }) => format.dayShort(asOf));
    return {
      grid: { left: 8, right: 16, top: 8, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', confine: true, valueFormatter: (value: number | null) => format.money(value) },
      xAxis: { type: 'category', data: days, boundaryGap: true, axisTick: { show: false } },
      yAxis: {
        type: 'value',
        splitNumber: 3,
        axisLabel: { hideOverlap: true, formatter: (value: number) => format.moneyShort(value) },
      },
      series: ages
        .map((age, i) => ({
          type: 'bar',
          stack: 'age',
          barCategoryGap: '22%',
          name: ageName(age),
          itemStyle: { color: colours[i] },
          // The edges of buckets are policy: a week that was counted by others shows none.
          data: points.map(({ buckets }) => buckets?.find(({ from }) => from === age.from)?.value ?? null),
        }))
        .slice(1)
        .reverse(),
    };
  }, [points, ages, colours, ageName, format]);
  const first = points.find(({ isReckoned }) => !isReckoned);
  const figures = {
    head: [text.week, text.money, text.units, ...ages.map(ageName)],
    rows: points.map(({ asOf, staleValue, staleUnits, buckets }) => [
      format.day(asOf),
      format.money(staleValue),
      format.number(staleUnits),
      ...ages.map(({ from }) => format.money(buckets?.find((bucket) => bucket.from === from)?.value)),
    ]),
  };
  return (
    <>
      <AgeLegend ages={ages} withYoungest={false} />
      <Chart label={text.trendLabel} option={option} height={height} figures={figures} />
      {points[0]?.isReckoned === true && first !== undefined && (
        <Text fz="xs" c="dimmed" mt={4}>
          {text.reckoned({ day: format.day(first.asOf) })}
        </Text>
      )}
    </>
  );
}
