import { Grid, SegmentedControl, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import type { StaleTotals } from '../../../src/contract/stock';
import type { StaleFilter, useStaleTrend } from '../../api/stale';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { staleText } from '../../text/stale';
import { useText } from '../../text/texts';
import { barsHeight, CategoryBars } from './category-bars';
import { ProductMap } from './product-map';
import { TrendChart } from './trend-chart';

interface PicturesProps {
  totals: StaleTotals;
  trend: ReturnType<typeof useStaleTrend>;
  change(change: Partial<StaleFilter>): void;
}

/** Where the money sits, and how it came to be so. */
export default function Pictures({ totals, trend, change }: PicturesProps): React.JSX.Element {
  const text = useText(staleText);
  const [view, setView] = useState<'categories' | 'map'>('categories');
  const isPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const height = Math.max(240, barsHeight(totals.categories));
  const pick = useCallback(
    (category: string | null | undefined, bucket: number | undefined) => change({ category, bucket, scope: 'all' }),
    [change],
  );
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Section
          title={text.where}
          actions={
            <SegmentedControl
              aria-label={text.view}
              data={[
                { value: 'categories', label: text.byCategory },
                { value: 'map', label: text.map },
              ]}
              value={view}
              onChange={(value) => setView(value as typeof view)}
            />
          }
        >
          {view === 'categories' ? (
            <CategoryBars categories={totals.categories} onPick={pick} />
          ) : (
            <ProductMap totals={totals} height={isPhone === true ? 420 : height} />
          )}
        </Section>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Section title={text.trend}>
          <Trend trend={trend} height={isPhone === true ? 240 : height} />
        </Section>
      </Grid.Col>
    </Grid>
  );
}

function Trend({ trend, height }: Pick<PicturesProps, 'trend'> & { height: number }): React.JSX.Element {
  const text = useText(staleText);
  if (trend.isPending) return <Loading />;
  if (trend.isError) return <ProblemNote error={trend.error} retry={() => void trend.refetch()} />;
  if (trend.data.points.length < 2) {
    return (
      <Text c="dimmed" fz="sm">
        {text.trendShort}
      </Text>
    );
  }
  return <TrendChart points={trend.data.points} height={height} />;
}
