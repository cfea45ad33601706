import { Paper } from '@mantine/core';
import type { ProductDetail } from '../../../src/contract/products';
import { KeyFigures } from '../../parts/figure';
import { UNKNOWN, useFormat } from '../../text/format';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';

/** Stock, its age and its pace at a glance. */
export function StockFigures({ product }: { product: ProductDetail }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const { stock, channels } = product;
  const facts = channels.find((each) => each.facts !== null)?.facts ?? {};
  const days = (count: unknown): string =>
    typeof count === 'number' ? text.days({ days: format.number(count) }) : UNKNOWN;
  const sold = facts['sales.units30'];
  const { ageDaysOldest, ageIsAtLeast, staleUnits, unvaluedUnits } = stock;
  return (
    <Paper withBorder p={{ base: 'md', sm: 'lg' }}>
      <KeyFigures
        figures={[
          { name: text.figures.onHand, value: format.number(stock.onHand) },
          {
            name: text.figures.stale,
            value: format.number(staleUnits),
            note: text.staleNote({
              value: format.money(stock.staleValue),
              limit: format.number(stock.staleAfterDays),
            }),
          },
          {
            name: text.figures.age,
            value:
              ageIsAtLeast && ageDaysOldest !== null
                ? text.atLeastDays({ days: format.number(ageDaysOldest) })
                : days(ageDaysOldest),
          },
          {
            name: text.figures.sold,
            value: typeof sold === 'number' ? format.number(sold) : UNKNOWN,
            note: <LastSale days={stock.daysSinceLastSale} />,
          },
          { name: text.figures.cover, value: days(facts['stock.coverDays']), note: text.coverNote },
          {
            name: text.figures.value,
            value: format.money(stock.stockValue),
            ...(unvaluedUnits > 0 ? { note: text.valueNote({ units: format.number(unvaluedUnits) }) } : {}),
          },
        ]}
      />
    </Paper>
  );
}

function LastSale({ days }: { days: number | null }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  if (days === null) return <>{text.neverSold}</>;
  return <>{days === 0 ? text.soldToday : text.lastSale({ days: format.number(days) })}</>;
}
