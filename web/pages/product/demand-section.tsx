import { Box, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ProductDetail } from '../../../src/contract/products';
import { useChannelNames } from '../../api/channels';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';
import { CUT_BP, answerTo, monthOf } from './demand-figures';
import classes from './product-page.module.css';

type Demand = NonNullable<ProductDetail['channels'][number]['demand']>;

const WEIGHTS = ['#268a5e', '#4a90c2', '#8b949c'];

/** What is believed of demand on each channel, in words, and what that leans on. */
export function DemandSection({ product }: { product: ProductDetail }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const nameOf = useChannelNames();
  const believed = product.channels.flatMap(({ channel, demand }) => (demand === null ? [] : [{ channel, demand }]));
  if (product.factsOf === null || believed.length === 0) {
    return (
      <Section title={text.demand}>
        <Text c="dimmed">{text.noDemand}</Text>
      </Section>
    );
  }
  return (
    <Section title={text.demand} intro={text.demandIntro({ day: format.day(product.factsOf.asOf) })}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="md">
        {believed.map(({ channel, demand }) => (
          <div key={channel}>
            <Text component="h3" fz="md" fw={650} m={0}>
              {nameOf(channel)}
            </Text>
            <Pace velocity={demand.velocity} />
          </div>
        ))}
      </SimpleGrid>
      <Title order={3} fz="md" mt="lg" mb={4}>
        {text.ifCut}
      </Title>
      <Stack gap="md">
        {alike(believed).map(({ channels, elasticity }) => (
          <Elasticity
            key={channels.join()}
            where={channels.length === believed.length ? text.everywhere : format.list(channels.map(nameOf))}
            elasticity={elasticity}
          />
        ))}
      </Stack>
    </Section>
  );
}

/** Channels of which the same is believed are told once. */
function alike(believed: readonly { channel: string; demand: Demand }[]): {
  channels: string[];
  elasticity: Demand['elasticity'];
}[] {
  const groups: { channels: string[]; elasticity: Demand['elasticity'] }[] = [];
  for (const { channel, demand } of believed) {
    const same = groups.find(({ elasticity }) => JSON.stringify(elasticity) === JSON.stringify(demand.elasticity));
    if (same === undefined) groups.push({ channels: [channel], elasticity: demand.elasticity });
    else same.channels.push(channel);
  }
  return groups;
}

function Pace({ velocity }: Pick<Demand, 'velocity'>): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const { units, low, high } = monthOf(velocity);
  const digits = units < 10 ? 1 : 0;
  const figures = {
    units: format.number(units, digits),
    low: format.number(low, digits),
    high: format.number(high, digits),
  };
  return (
    <div>
      <Text fz="sm">{units < 0.05 ? text.perMonthNone : text.perMonth(figures)}</Text>
      <Text fz="xs" c="dimmed">
        {text.velocityOwn({
          days: format.number(velocity.exposureDays),
          share: format.percent(Math.round(velocity.weightOfPrior * 100) * 100),
        })}
      </Text>
    </div>
  );
}

function Elasticity({ elasticity, where }: Pick<Demand, 'elasticity'> & { where: string }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const { moreBp, lowBp, highBp } = answerTo(elasticity);
  const share = (weight: number): string => format.percent(Math.round(weight * 100) * 100);
  const { weightOfOwn, weightOfCategory, weightOfPrior, priceChanges } = elasticity;
  const weights = [
    {
      weight: weightOfOwn,
      words: text.leansOwn({ share: share(weightOfOwn), changes: format.number(priceChanges) }),
    },
    { weight: weightOfCategory, words: text.leansCategory({ share: share(weightOfCategory) }) },
    { weight: weightOfPrior, words: text.leansPrior({ share: share(weightOfPrior) }) },
  ];
  const verdict = weightOfOwn >= 0.5 ? text.learned : weightOfOwn < 0.1 ? text.guessed : text.partly;
  return (
    <div>
      <Text fz="sm">
        {text.elasticity({
          where,
          cut: format.percent(CUT_BP),
          more: format.percent(moreBp),
          low: format.percent(lowBp),
          high: format.percent(highBp),
        })}
      </Text>
      <Text fz="xs" c="dimmed" mb={4}>
        {verdict}
      </Text>
      <Box className={classes.weights!} aria-hidden maw={420}>
        {weights.map(({ weight, words }, i) => (
          <div key={words} style={{ flexGrow: weight, background: WEIGHTS[i] }} />
        ))}
      </Box>
      <Group gap="md" mt={6} fz="xs" style={{ rowGap: 4 }}>
        <Text span fz="xs" c="dimmed">
          {text.leansOn}
        </Text>
        {weights.map(({ weight, words }, i) =>
          weight < 0.005 ? null : (
            <Group key={words} gap={6} fz="xs" wrap="nowrap">
              <span className={classes.swatch} style={{ background: WEIGHTS[i] }} aria-hidden />
              {words}
            </Group>
          ),
        )}
      </Group>
    </div>
  );
}
