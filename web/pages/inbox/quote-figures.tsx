import { Alert, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconUsers } from '@tabler/icons-react';
import type { QuoteView } from '../../../src/contract/quotes';
import { ApiProblem } from '../../api/problem';
import { UNKNOWN, useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { useLanguage } from '../../text/language';
import { problemSentence } from '../../text/problems';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';

const LOOK = {
  blocks: { color: 'red', Icon: IconBan },
  'needs-second-approval': { color: 'blue', Icon: IconUsers },
  warns: { color: 'orange', Icon: IconAlertTriangle },
} as const;

/** Refusals that the lines of what is crossed tell one by one. */
const TOLD_BELOW: ReadonlySet<string> = new Set([
  'crosses-guardrail',
  'crosses-channel-limit',
  'breaks-price-law',
  'confirmation-needed',
]);

/** The title in the colour of text: on a tint its own is too faint. */
const READABLE = { title: { color: 'var(--mantine-color-text)' } };

/** What a price would bring beside doing nothing, and the limits it crosses. */
export function QuoteFigures({ quote, isCurrent }: { quote: QuoteView; isCurrent: boolean }): React.JSX.Element {
  const text = useText(inboxText);
  const format = useFormat();
  const language = useLanguage();
  const { ifApproved, ifNothing, crossings, problem } = quote;
  const sides = [ifApproved, ifNothing];
  // Limits that block are told one by one; other reasons have no line of their own.
  const isToldBelow = problem !== null && TOLD_BELOW.has(problem.code);
  return (
    <Stack gap="sm" style={{ opacity: isCurrent ? 1 : 0.55 }}>
      {ifNothing !== null && (
        <Table
          verticalSpacing={6}
          horizontalSpacing={6}
          fz="sm"
          aria-label={text.overDays({ days: format.number(ifNothing.horizonDays) })}
        >
          <Table.Caption style={{ captionSide: 'top' }} ta="left" fz="sm" mt={0} pl={0}>
            {text.overDays({ days: format.number(ifNothing.horizonDays) })}
          </Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
                {text.ifApproved}
              </Table.Th>
              <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
                {text.ifNothing}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Table.Tr>
              <Table.Td>{text.units}</Table.Td>
              {sides.map((side, i) => (
                <Table.Td key={i} ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {side === null ? UNKNOWN : text.unit({ count: format.number(side.units.mean, 1) })}
                  <Between low={side?.units.low} high={side?.units.high} write={(value) => format.number(value, 1)} />
                </Table.Td>
              ))}
            </Table.Tr>
            <Table.Tr>
              <Table.Td>{text.revenue}</Table.Td>
              {sides.map((side, i) => (
                <Table.Td key={i} ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {format.money(side?.revenue.mean)}
                </Table.Td>
              ))}
            </Table.Tr>
            <Table.Tr>
              <Table.Td>{text.profit}</Table.Td>
              {sides.map((side, i) => (
                <Table.Td key={i} ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {format.money(side?.profit?.mean)}
                  <Between low={side?.profit?.low} high={side?.profit?.high} write={format.moneyShort} />
                </Table.Td>
              ))}
            </Table.Tr>
          </Table.Tbody>
        </Table>
      )}
      <dl className={classes.figures} style={{ fontSize: 'var(--mantine-font-size-sm)', rowGap: 4 }}>
        <dt>{text.difference}</dt>
        <dd className={quote.gain === null ? undefined : quote.gain < 0 ? classes.bad : classes.good}>
          {format.gain(quote.gain)}
        </dd>
        <dt>{text.perUnit}</dt>
        <dd>{format.money(quote.unitProfit)}</dd>
        <dt>{text.margin}</dt>
        <dd>{format.percent(quote.marginBp)}</dd>
        <dt>{text.discountGiven}</dt>
        <dd>{format.money(quote.discountGiven)}</dd>
      </dl>
      {problem !== null && !isToldBelow && (
        <Alert color="red" icon={<IconBan aria-hidden />} py="xs">
          {problemSentence(new ApiProblem({ ...problem, type: '', title: '', status: 409, instance: '' }), language)}
        </Alert>
      )}
      {crossings.map(({ code, effect, sentence }) => {
        const { color, Icon } = LOOK[effect];
        return (
          <Alert
            key={`${code} ${effect}`}
            color={color}
            icon={<Icon aria-hidden />}
            title={text.effects[effect]}
            py="xs"
            styles={READABLE}
          >
            {sentence[language]}
          </Alert>
        );
      })}
    </Stack>
  );
}

interface BetweenProps {
  low: number | undefined;
  high: number | undefined;
  write(value: number): string;
}

function Between({ low, high, write }: BetweenProps): React.JSX.Element | null {
  const text = useText(inboxText);
  if (low === undefined || high === undefined) return null;
  return (
    <Text fz="xs" c="dimmed" style={{ whiteSpace: 'normal' }}>
      {text.between({ low: write(low), high: write(high) })}
    </Text>
  );
}
