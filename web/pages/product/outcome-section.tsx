import { Stack, Text } from '@mantine/core';
import { useOutcomes } from '../../api/products';
import { Loading } from '../../parts/loading';
import { OutcomeLine } from '../../parts/outcome-line';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';

/** What approved offers of the product brought, each with how sure that is. */
export function OutcomeSection({ sku }: { sku: string }): React.JSX.Element {
  const text = useText(productText);
  const outcomes = useOutcomes(sku);
  return (
    <Section title={text.outcomes} intro={text.outcomesIntro}>
      {outcomes.isPending && <Loading />}
      {outcomes.isError && <ProblemNote error={outcomes.error} retry={() => void outcomes.refetch()} />}
      {outcomes.data?.items.length === 0 && <Text c="dimmed">{text.noOutcomes}</Text>}
      <Stack gap="md">
        {outcomes.data?.items.map((outcome) => (
          <OutcomeLine key={outcome.entryId} outcome={outcome} />
        ))}
      </Stack>
    </Section>
  );
}
