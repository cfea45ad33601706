import { Badge, Group, Paper, SimpleGrid, Text } from '@mantine/core';
import type { SuggestionDetail } from '../../../src/contract/suggestions';
import { KindBadge } from '../../parts/kind-badge';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';

type Why = SuggestionDetail['why'];

/** Discount, voucher and bundle side by side, each with what it would bring. */
export function AlternativeSection({ why: { alternatives } }: { why: Why }): React.JSX.Element | null {
  const text = useText(suggestionText);
  const format = useFormat();
  const [first] = alternatives;
  if (first === undefined) return null;
  return (
    <Section title={text.alternatives} intro={text.alternativesIntro({ days: format.number(first.days) })}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        {alternatives.map((one) => (
          <Alternative key={one.kind} one={one} />
        ))}
      </SimpleGrid>
    </Section>
  );
}

function Alternative({ one }: { one: Why['alternatives'][number] }): React.JSX.Element {
  const text = useText(suggestionText);
  const format = useFormat();
  const language = useLanguage();
  const { kind, isChosen, price, expectedUnits, profit, reason } = one;
  return (
    <Paper withBorder p="sm" bg={isChosen ? 'var(--larisin-tint)' : undefined}>
      <Group justify="space-between">
        <KindBadge kind={kind} />
        {isChosen && (
          <Badge variant="filled" tt="none" radius="sm">
            {text.chosen}
          </Badge>
        )}
      </Group>
      {reason !== null || price === null ? (
        <Text fz="sm" mt="xs">
          {reason?.sentence[language]}
        </Text>
      ) : (
        <>
          <Text fz="lg" fw={650} mt="xs">
            {format.money(price)}
            {kind === 'bundle' && (
              <Text span fz="sm" fw={400}>
                {' '}
                {text.aPair}
              </Text>
            )}
          </Text>
          {expectedUnits !== null && (
            <Text fz="sm">
              {text.expectedUnits} {text.units({ units: format.number(expectedUnits) })}
            </Text>
          )}
          {profit !== null && (
            <Text fz="sm">
              {text.altProfit} {format.money(profit)}
            </Text>
          )}
        </>
      )}
    </Paper>
  );
}
