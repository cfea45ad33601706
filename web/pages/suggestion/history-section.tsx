import { Text, useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { ProductHistory } from '../../../src/contract/product-history';
import type { SuggestionForecast } from '../../../src/contract/suggestion-forecast';
import type { SuggestionDetail } from '../../../src/contract/suggestions';
import { useChannelNames } from '../../api/channels';
import { useProductHistory } from '../../api/products';
import { useSuggestionForecast } from '../../api/suggestion';
import { Chart } from '../../parts/chart';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';
import { daysOf } from './days-of';
import { historyOption } from './history-option';

/** What was, with decisions marked, and what is to come with the suggestion and without. */
export function HistorySection({ suggestion }: { suggestion: SuggestionDetail }): React.JSX.Element {
  const text = useText(suggestionText);
  const { sku, id, channel, kind, price } = suggestion;
  const history = useProductHistory(sku);
  const forecast = useSuggestionForecast(id);
  const failed = [history, forecast].find(({ isError }) => isError);
  return (
    <Section title={text.chart} intro={text.chartIntro}>
      {(history.isPending || forecast.isPending) && <Loading />}
      {failed !== undefined && <ProblemNote error={failed.error} retry={() => void failed.refetch()} />}
      {history.isSuccess && forecast.isSuccess && (
        <HistoryChart
          history={history.data}
          forecast={forecast.data}
          channel={channel}
          proposed={kind === 'discount' || kind === 'restore' ? price : null}
        />
      )}
    </Section>
  );
}

interface HistoryChartProps {
  history: ProductHistory;
  forecast: SuggestionForecast;
  channel: string;
  /** The price that everyone would pay; null: it stays. */
  proposed: number | null;
}

function HistoryChart({ history, forecast, channel, proposed }: HistoryChartProps): React.JSX.Element {
  const text = useText(suggestionText);
  const format = useFormat();
  const nameOf = useChannelNames();
  const scheme = useComputedColorScheme('light');
  const days = useMemo(() => daysOf(history, channel, forecast, proposed), [history, channel, forecast, proposed]);
  const option = useMemo(() => {
    const actions: Record<string, string> = text.actions;
    const { stock, ifApproved, ifNothing, price, basePrice, sold, decisions } = text;
    const words = { stock, ifApproved, ifNothing, price, basePrice, sold, decisions };
    return historyOption(days, { ...words, decided: (action) => actions[action] ?? action }, format, scheme);
  }, [days, text, format, scheme]);
  return (
    <>
      <Chart
        label={text.chartLabel({ channel: nameOf(channel) })}
        height={440}
        option={option}
        figures={{
          head: [text.day, text.stock, text.ifApproved, text.ifNothing, text.price, text.sold],
          rows: days.day.map((day, i) => [
            format.day(day),
            format.number(days.onHand[i]),
            format.number(days.ifApproved?.mean[i]),
            format.number(days.ifNothing?.mean[i]),
            format.money(days.price[i]),
            format.number(days.units[i]),
          ]),
        }}
      />
      {forecast.reason !== null && (
        <Text fz="sm" c="dimmed" mt="xs">
          {text.noForecast[forecast.reason]}
        </Text>
      )}
    </>
  );
}
