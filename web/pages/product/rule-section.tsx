import { Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { CaseExplained } from '../../../src/contract/explain';
import type { ProductDetail } from '../../../src/contract/products';
import { useChannelNames } from '../../api/channels';
import { useProductRules } from '../../api/products';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';

type RuleSaid = CaseExplained['rules'][number];

/** Every rule on the product and one of its channels: who won, and what each of the others lacks. */
export function RuleSection({ product }: { product: ProductDetail }): React.JSX.Element | null {
  const text = useText(productText);
  const nameOf = useChannelNames();
  const judged = product.channels.filter(({ facts }) => facts !== null).map(({ channel }) => channel);
  const [channel, setChannel] = useState(judged[0] ?? null);
  if (channel === null || product.factsOf?.runId == null) return null;
  return (
    <Section title={text.rules} intro={text.rulesIntro}>
      <Stack gap="sm">
        <Select
          aria-label={text.channel}
          data={judged.map((code) => ({ value: code, label: nameOf(code) }))}
          value={channel}
          onChange={setChannel}
          allowDeselect={false}
        />
        <Rules key={channel} sku={product.sku} channel={channel} />
      </Stack>
    </Section>
  );
}

function Rules({ sku, channel }: { sku: string; channel: string }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const said = useProductRules(sku, channel);
  const [isAll, setAll] = useState(false);
  if (said.isPending) return <Loading />;
  if (said.isError) return <ProblemNote error={said.error} retry={() => void said.refetch()} />;
  const firing = said.data.rules.filter(({ fires }) => fires);
  const silent = said.data.rules.filter(({ fires }) => !fires).sort((one, other) => nearness(one) - nearness(other));
  // Without a rule that applies, the nearest tells what is missing.
  const shown = isAll ? [...firing, ...silent] : firing.length > 0 ? firing : silent.slice(0, 1);
  const rest = said.data.rules.length - shown.length;
  return (
    <Stack gap="md" align="stretch">
      {shown.map((rule) => (
        <Rule key={rule.name} rule={rule} />
      ))}
      {(rest > 0 || isAll) && (
        <Button variant="subtle" h={40} onClick={() => setAll(!isAll)} aria-expanded={isAll}>
          {isAll ? text.fewerRules : text.moreRules({ count: format.number(rest) })}
        </Button>
      )}
    </Stack>
  );
}

/** How far a rule is from applying; those that never will come last. */
const nearness = ({ turns }: RuleSaid): number => turns?.relative ?? Infinity;

function Rule({ rule }: { rule: RuleSaid }): React.JSX.Element {
  const text = useText(productText);
  const language = useLanguage();
  const [word, colour] =
    rule.outcome === 'won' ? [text.wins, 'leaf'] : rule.fires ? [text.loses, 'orange'] : [text.silent, 'gray'];
  return (
    <div>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Text fz="sm" fw={600} flex={1}>
          {rule.title[language]}
        </Text>
        <Badge variant="outline" color={colour} c="var(--mantine-color-text)" tt="none" radius="sm" flex="none">
          {word}
        </Badge>
      </Group>
      <Text fz="xs" c="dimmed" mt={2}>
        {rule.summary[language]}
      </Text>
    </div>
  );
}
