import { Group, NumberInput, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { ProductPlanView } from '../../../src/contract/product-plan';
import { useMe } from '../../api/session';
import { useProductPlan } from '../../api/products';
import { Chart } from '../../parts/chart';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';

const TYPING_MS = 400;
const WEEKS = { usual: 8, most: 104 };

/** What to ask week by week when the product should be gone in time; asked anew as the wishes change. */
export function PlanSection({ sku }: { sku: string }): React.JSX.Element {
  const text = useText(productText);
  const { scale } = useMe().shop;
  const [weeks, setWeeks] = useState<number | string>(WEEKS.usual);
  const [salvage, setSalvage] = useState<number | string>('');
  const isPlan = typeof weeks === 'number' && weeks >= 1 && weeks <= WEEKS.most;
  const [wishes] = useDebouncedValue(
    {
      weeks: isPlan ? weeks : WEEKS.usual,
      salvage: typeof salvage === 'number' ? Math.round(salvage * 10 ** scale) : null,
    },
    TYPING_MS,
  );
  const plan = useProductPlan(sku, wishes);
  return (
    <Section title={text.plan} intro={text.planIntro}>
      <Stack gap="md">
        <Group align="flex-start" gap="md">
          <NumberInput
            label={text.weeks}
            value={weeks}
            onChange={setWeeks}
            min={1}
            max={WEEKS.most}
            allowDecimal={false}
            hideControls
            allowNegative={false}
            w={210}
          />
          <NumberInput
            label={text.salvage}
            description={text.salvageNote}
            inputWrapperOrder={['label', 'input', 'description']}
            value={salvage}
            onChange={setSalvage}
            min={0}
            hideControls
            decimalScale={scale}
            thousandSeparator="."
            decimalSeparator=","
            allowNegative={false}
            w={260}
          />
        </Group>
        {plan.isPending && <Loading />}
        {plan.isError && <ProblemNote error={plan.error} retry={() => void plan.refetch()} />}
        {plan.isSuccess && <PlanShown plan={plan.data} />}
      </Stack>
    </Section>
  );
}

function PlanShown({ plan: { plan, ifHeld, question } }: { plan: ProductPlanView }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const option = useMemo(
    () => ({
      grid: { left: 72, right: 12, top: 12, bottom: 28 },
      tooltip: {
        trigger: 'axis',
        renderMode: 'richText',
        confine: true,
        valueFormatter: (price: number) => format.money(price),
      },
      xAxis: { type: 'category', data: plan.plan.map((_, i) => text.weekNumber({ week: format.number(i + 1) })) },
      yAxis: { type: 'value', scale: true, axisLabel: { formatter: (price: number) => format.moneyShort(price) } },
      series: [{ type: 'line', name: text.price, step: 'middle', symbolSize: 7, data: plan.plan }],
    }),
    [plan, text, format],
  );
  const isHeld = plan.plan.every((price) => price === question.prices[0]);
  return (
    <div>
      <Text fw={600}>
        {text.planSays({
          price: format.money(plan.priceNow),
          left: format.number(plan.expectedLeftover),
          weeks: format.number(question.periods),
        })}
      </Text>
      <Text fz="sm" mb="sm">
        {isHeld
          ? text.planSame
          : text.planMoney({
              plan: format.money(Math.round(plan.expectedRevenue)),
              held: format.money(Math.round(ifHeld.expectedRevenue)),
            })}
      </Text>
      <Chart
        label={text.planChart}
        height={200}
        option={option}
        figures={{
          head: [text.week, text.price],
          rows: plan.plan.map((price, i) => [format.number(i + 1), format.money(price)]),
        }}
      />
      <Text fz="xs" c="dimmed" mt="xs">
        {text.planAgain}
      </Text>
    </div>
  );
}
