import { Text, useComputedColorScheme } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { StaleTotals } from '../../../src/contract/stock';
import { at } from '../../api/call';
import { Chart } from '../../parts/chart';
import type { ChartOption } from '../../parts/chart-engine';
import { useFormat } from '../../text/format';
import { staleText } from '../../text/stale';
import { useText } from '../../text/texts';
import { useAgeColours, type Age } from './ages';

type Largest = StaleTotals['largest'][number];

/** Of the frame around a category's products. */
const FRAME = { light: { ground: '#eef1ef', ink: '#1f2933' }, dark: { ground: '#33393d', ink: '#dfe3e6' } };

interface ProductMapProps {
  totals: StaleTotals;
  height: number;
}

/** Each product a box as large as the money in its stale stock, categories together, darker when older. */
export function ProductMap({ totals, height }: ProductMapProps): React.JSX.Element {
  const text = useText(staleText);
  const format = useFormat();
  const navigate = useNavigate();
  const ages = totals.totals.buckets;
  const colours = useAgeColours(ages.length);
  const { ground, ink } = FRAME[useComputedColorScheme('light')];
  const nameOf = useCallback((category: string | null) => category ?? text.noCategory, [text]);
  const option = useMemo((): ChartOption => {
    const leaf = ({ sku, name, staleValue, ageDaysOldest }: Largest) => ({
      id: sku,
      name: sku,
      value: staleValue,
      title: name,
      itemStyle: { color: colours[bucketOf(ages, ageDaysOldest)] },
      label: { color: isDark(colours[bucketOf(ages, ageDaysOldest)]!) ? '#ffffff' : '#1f2933' },
    });
    return {
      tooltip: {
        formatter: ({ data, name, value }: { data?: { title?: string }; name: string; value: number }) =>
          `<b>${escaped(data?.title ?? name)}</b><br>${format.money(value)}`,
        confine: true,
      },
      series: [
        {
          type: 'treemap',
          roam: false,
          nodeClick: false,
          breadcrumb: { show: false },
          width: '100%',
          height: '100%',
          left: 0,
          top: 0,
          itemStyle: { gapWidth: 2, borderWidth: 0 },
          label: { formatter: ({ data }: { data: { title?: string } }) => data.title ?? '', overflow: 'truncate' },
          levels: [
            { itemStyle: { gapWidth: 4, borderWidth: 0, borderColor: ground }, upperLabel: { show: false } },
            {
              itemStyle: { gapWidth: 2, borderWidth: 2, borderColor: ground },
              upperLabel: {
                show: true,
                height: 22,
                color: ink,
                fontWeight: 600,
                formatter: '{b}',
                overflow: 'truncate',
              },
            },
          ],
          data: grouped(totals).map(({ category, products, rest }) => ({
            name: nameOf(category),
            title: nameOf(category),
            children: [
              ...products.map(leaf),
              ...(rest > 0
                ? [{ name: text.others, title: text.others, value: rest, itemStyle: { color: colours[1] } }]
                : []),
            ],
          })),
        },
      ],
    };
  }, [totals, ages, colours, nameOf, format, text, ground, ink]);
  const open = useCallback(
    (name: string) => {
      if (totals.largest.some(({ sku }) => sku === name)) void navigate(at`/products/${name}`);
    },
    [totals, navigate],
  );
  const figures = {
    head: [text.product, text.category, text.staleUnits, text.staleValue, text.oldest],
    rows: totals.largest.map(({ name, category, staleUnits, staleValue, ageDaysOldest }) => [
      name,
      nameOf(category),
      format.number(staleUnits),
      format.money(staleValue),
      format.number(ageDaysOldest),
    ]),
  };
  return (
    <>
      <Chart label={text.mapLabel} option={option} height={height} figures={figures} onPick={open} />
      <Text fz="xs" c="dimmed" mt={4}>
        {text.mapHint}
      </Text>
    </>
  );
}

/** The largest products of each category, and what the rest of the category comes to. */
function grouped({ categories, largest }: StaleTotals) {
  return categories
    .filter(({ staleValue }) => staleValue > 0)
    .map(({ category, staleValue }) => {
      const products = largest.filter((each) => each.category === category && each.staleValue > 0);
      return { category, products, rest: staleValue - products.reduce((sum, each) => sum + each.staleValue, 0) };
    });
}

const bucketOf = (ages: readonly Age[], days: number | null): number =>
  days === null
    ? 0
    : Math.max(
        0,
        ages.findIndex(({ to }) => to === null || days <= to),
      );

/** By the luminance of sRGB, about where white and dark text read equally well. */
function isDark(colour: string): boolean {
  const [r, g, b] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b! < 0.2;
}

/** Names of products come from files, and the chart's tooltip is HTML. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
