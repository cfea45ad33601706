import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { usePartners } from '../../api/products';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';

const SHOWN = 5;
/** A log-likelihood ratio that passes by luck once in a thousand: less is no pair to speak of. */
const LLR_MIN = 10.83;

/** What the product is bought together with. */
export function PartnerSection({ sku }: { sku: string }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const partners = usePartners(sku, SHOWN);
  const found = partners.data?.items.filter(({ llr }) => llr >= LLR_MIN) ?? [];
  return (
    <Section title={text.partners}>
      {partners.isPending && <Loading />}
      {partners.isError && <ProblemNote error={partners.error} retry={() => void partners.refetch()} />}
      {partners.isSuccess && found.length === 0 && (
        <Text c="dimmed" fz="sm">
          {text.noPartners}
        </Text>
      )}
      <Stack gap="sm">
        {found.map(({ sku: partner, name, confidenceAB }) => (
          <div key={partner}>
            <Anchor component={Link} to={`/products/${encodeURIComponent(partner)}`} fz="sm" fw={600}>
              {name}
            </Anchor>
            <Text fz="xs" c="dimmed">
              {text.partnerOf({ share: format.percent(Math.round(confidenceAB * 100) * 100) })}
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  );
}
