import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SuggestionDetail } from '../../../src/contract/suggestions';
import { useChannelNames } from '../../api/channels';
import { Section } from '../../parts/section';
import { UNKNOWN, useFormat } from '../../text/format';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';
import classes from './suggestion-page.module.css';

type Future = NonNullable<SuggestionDetail['ifApproved']>;
type Range = Future['units'];

/** Both sides of the decision beside each other, each figure with its interval. */
export function FutureSection({ suggestion }: { suggestion: SuggestionDetail }): React.JSX.Element | null {
  const text = useText(suggestionText);
  const format = useFormat();
  const nameOf = useChannelNames();
  const { ifApproved, ifNothing } = suggestion;
  if (ifApproved === null || ifNothing === null) return null;
  const channel = nameOf(suggestion.channel);
  const units = (count: number): string => text.units({ units: format.number(count) });
  const rows: { name: string; show(future: Future): ReactNode }[] = [
    {
      name: text.unitsRow({ channel }),
      show: (future) => <Estimate range={future.units} write={units} plain={format.number} />,
    },
    {
      name: text.revenueRow({ channel }),
      show: (future) => <Estimate range={future.revenue} write={format.money} />,
    },
    {
      name: text.profitRow,
      show: ({ profit }) => (profit === null ? UNKNOWN : <Estimate range={profit} write={format.money} />),
    },
    {
      name: text.clearRow,
      show: ({ daysToClear }) =>
        daysToClear === null ? text.notSoon : text.days({ days: format.number(daysToClear) }),
    },
  ];
  return (
    <Section title={text.twoFutures} intro={text.twoFuturesIntro({ days: format.number(ifApproved.horizonDays) })}>
      <table className={classes.futures}>
        <thead>
          <tr>
            <td />
            <th scope="col" className={classes.approved}>
              {text.ifApproved}
            </th>
            <th scope="col">{text.ifNothing}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, show }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={classes.approved}>{show(ifApproved)}</td>
              <td>{show(ifNothing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text fz="xs" c="dimmed" mt="sm">
        {ifApproved.profit === null ? text.profitUnknown : text.profitNote}
      </Text>
    </Section>
  );
}

interface EstimateProps {
  range: Range;
  write(value: number): string;
  /** For the ends of the interval, where the unit need not stand again. */
  plain?(value: number): string;
}

function Estimate({ range: { mean, low, high }, write, plain = write }: EstimateProps): React.JSX.Element {
  const text = useText(suggestionText);
  return (
    <>
      <Text fw={650}>{write(mean)}</Text>
      <Text fz="xs" c="dimmed">
        {text.between({ low: plain(low), high: plain(high) })}
      </Text>
    </>
  );
}
