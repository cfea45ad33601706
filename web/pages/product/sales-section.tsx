import { Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ProductHistory } from '../../../src/contract/product-history';
import { useChannelNames } from '../../api/channels';
import { useProductHistory } from '../../api/products';
import { Chart } from '../../parts/chart';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';
import { salesOption } from './sales-option';
import { weeksOf } from './weeks';

/** Units sold by week and channel, over the stock; of one channel its price too. */
export function SalesSection({ sku }: { sku: string }): React.JSX.Element {
  const text = useText(productText);
  const nameOf = useChannelNames();
  const [channel, setChannel] = useState<string | null>(null);
  const history = useProductHistory(sku);
  const channels = history.data?.channels ?? [];
  return (
    <Section
      title={text.sales}
      intro={text.salesIntro}
      actions={
        channels.length > 1 && (
          <Select
            aria-label={text.channel}
            placeholder={text.allChannels}
            data={channels.map(({ channel: code }) => ({ value: code, label: nameOf(code) }))}
            value={channel}
            onChange={setChannel}
            clearable
            w={180}
          />
        )
      }
    >
      {history.isPending && <Loading />}
      {history.isError && <ProblemNote error={history.error} retry={() => void history.refetch()} />}
      {history.isSuccess && <SalesChart history={history.data} channel={channel} />}
    </Section>
  );
}

function SalesChart({ history, channel }: { history: ProductHistory; channel: string | null }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const nameOf = useChannelNames();
  const names = history.channels.map((each) => nameOf(each.channel)).join('\n');
  const weeks = useMemo(() => {
    const all = weeksOf(history);
    const channels = all.channels
      .map((each, i) => ({ ...each, name: names.split('\n')[i] ?? each.channel }))
      .filter((each) => channel === null || each.channel === channel);
    return { ...all, channels };
  }, [history, channel, names]);
  const option = useMemo(
    () => salesOption(weeks, channel !== null, { stock: text.stockEnd, price: text.price }, format),
    [weeks, channel, text, format],
  );
  if (weeks.from.length === 0) return <Text c="dimmed">{text.noHistory}</Text>;
  return (
    <Chart
      label={channel === null ? text.salesChart : text.salesChartOf({ channel: nameOf(channel) })}
      height={360}
      option={option}
      figures={{
        head: [text.week, text.stockEnd, ...weeks.channels.map(({ name }) => text.soldOn({ channel: name }))],
        rows: weeks.from.map((day, i) => [
          format.day(day),
          format.number(weeks.onHand[i]),
          ...weeks.channels.map(({ units }) => format.number(units[i])),
        ]),
      }}
    />
  );
}
