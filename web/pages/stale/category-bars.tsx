import { Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import type { StaleTotals } from '../../../src/contract/stock';
import { Chart } from '../../parts/chart';
import type { ChartOption } from '../../parts/chart-engine';
import { useFormat } from '../../text/format';
import { staleText } from '../../text/stale';
import { useText } from '../../text/texts';
import { AgeLegend } from './age-legend';
import { useAgeColours, useAgeName } from './ages';

const CATEGORIES_MAX = 12;
const BAR_PX = 30;

type Categories = StaleTotals['categories'];

interface CategoryBarsProps {
  categories: Categories;
  /** A bar was picked: a category (null: none) and an age by its first day. */
  onPick(category: string | null | undefined, bucket: number | undefined): void;
}

/** Money by category, stacked by age: the oldest stands at the axis, so that stale stock can be compared. */
export function CategoryBars({ categories, onPick }: CategoryBarsProps): React.JSX.Element {
  const text = useText(staleText);
  const format = useFormat();
  const ageName = useAgeName();
  const ages = categories[0]?.buckets ?? [];
  const colours = useAgeColours(ages.length);
  const shown = useMemo(() => withRest(categories), [categories]);
  const nameOf = useCallback(
    ({ category }: Bar) => (category === undefined ? text.otherCategories : (category ?? text.noCategory)),
    [text],
  );
  const option = useMemo((): ChartOption => {
    const names = shown.map(nameOf);
    return {
      grid: { left: 8, right: 16, top: 8, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        valueFormatter: (value: number) => format.money(value),
      },
      xAxis: {
        type: 'value',
        splitNumber: 3,
        axisLabel: { hideOverlap: true, formatter: (value: number) => format.moneyShort(value) },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: names,
        triggerEvent: true,
        axisTick: { show: false },
        axisLabel: { width: 110, overflow: 'truncate' },
      },
      series: ages
        .map((age, i) => ({
          type: 'bar',
          stack: 'age',
          name: ageName(age),
          itemStyle: { color: colours[i] },
          data: shown.map(({ buckets }) => buckets[i]!.value),
        }))
        .reverse(),
    };
  }, [shown, ages, colours, ageName, nameOf, format]);
  const pick = useCallback(
    (name: string, series: string) => {
      const bar = shown.find((each) => nameOf(each) === name);
      const age = ages.find((each) => ageName(each) === series);
      if (bar !== undefined) onPick(bar.category, age?.from);
    },
    [shown, ages, nameOf, ageName, onPick],
  );
  const figures = {
    head: [text.category, ...ages.map(ageName), text.total],
    rows: shown.map((bar) => [
      nameOf(bar),
      ...bar.buckets.map(({ value }) => format.money(value)),
      format.money(bar.buckets.reduce((sum, { value }) => sum + value, 0)),
    ]),
  };
  return (
    <>
      <AgeLegend ages={ages} withYoungest={true} />
      <Chart
        label={text.byCategoryLabel}
        option={option}
        height={barsHeight(categories)}
        figures={figures}
        onPick={pick}
      />
      <Text fz="xs" c="dimmed" mt={4}>
        {text.barHint}
      </Text>
    </>
  );
}

/** As high as its bars need. */
export const barsHeight = (categories: Categories): number =>
  36 + BAR_PX * Math.min(CATEGORIES_MAX, categories.filter(hasMoney).length);

const hasMoney = ({ buckets }: Categories[number]): boolean => buckets.some(({ value }) => value > 0);

/** A category of undefined: all the rest. */
interface Bar {
  category: string | null | undefined;
  buckets: Categories[number]['buckets'];
}

function withRest(categories: Categories): Bar[] {
  const stale = categories.filter(hasMoney);
  if (stale.length <= CATEGORIES_MAX) return stale;
  const rest = stale.slice(CATEGORIES_MAX - 1);
  const buckets = rest[0]!.buckets.map((bucket, i) => ({
    ...bucket,
    units: rest.reduce((sum, each) => sum + each.buckets[i]!.units, 0),
    value: rest.reduce((sum, each) => sum + each.buckets[i]!.value, 0),
  }));
  return [...stale.slice(0, CATEGORIES_MAX - 1), { category: undefined, buckets }];
}
