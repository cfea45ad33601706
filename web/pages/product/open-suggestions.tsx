import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useChannelNames } from '../../api/channels';
import { useSuggestionsOf } from '../../api/suggestion';
import { KindBadge } from '../../parts/kind-badge';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';

/** What waits for a decision on this product. */
export function OpenSuggestions({ sku }: { sku: string }): React.JSX.Element {
  const text = useText(productText);
  const format = useFormat();
  const nameOf = useChannelNames();
  const open = useSuggestionsOf({ sku });
  return (
    <Section title={text.suggestions}>
      {open.isPending && <Loading />}
      {open.isError && <ProblemNote error={open.error} retry={() => void open.refetch()} />}
      {open.data?.items.length === 0 && (
        <Text c="dimmed" fz="sm">
          {text.noSuggestions}
        </Text>
      )}
      <Stack gap="sm">
        {open.data?.items.map(({ id, kind, channel, price, currentPrice, gain }) => (
          <Group key={id} justify="space-between" wrap="nowrap" align="flex-start">
            <div>
              <Anchor component={Link} to={`/suggestions/${id}`} fz="sm" fw={600}>
                {nameOf(channel)}
              </Anchor>
              {price !== null && (
                <Text fz="xs" c="dimmed">
                  {text.toPrice({ from: format.money(currentPrice), to: format.money(price) })}
                  {gain !== null && ` · ${format.gain(gain)}`}
                </Text>
              )}
            </div>
            <KindBadge kind={kind} />
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
