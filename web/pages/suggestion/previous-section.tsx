import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { SuggestionDetail } from '../../../src/contract/suggestions';
import { useSuggestionsOf } from '../../api/suggestion';
import { KindBadge } from '../../parts/kind-badge';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';

const STATES = ['pending', 'half-approved', 'approved', 'adjusted', 'rejected', 'expired', 'superseded', 'withdrawn'];

/** What was suggested before for the same product and channel. */
export function PreviousSection({ suggestion }: { suggestion: SuggestionDetail }): React.JSX.Element {
  const text = useText(suggestionText);
  const format = useFormat();
  const { sku, channel, id } = suggestion;
  const all = useSuggestionsOf({ sku, channel, state: STATES });
  const others = all.data?.items.filter((one) => one.id !== id) ?? [];
  return (
    <Section title={text.before}>
      {all.isPending && <Loading />}
      {all.isError && <ProblemNote error={all.error} retry={() => void all.refetch()} />}
      {all.isSuccess && others.length === 0 && (
        <Text fz="sm" c="dimmed">
          {text.noneBefore}
        </Text>
      )}
      <Stack gap="sm">
        {others.map((one) => (
          <div key={one.id}>
            <Group gap={8}>
              <KindBadge kind={one.kind} />
              <Anchor component={Link} to={`/suggestions/${one.id}`} fz="sm" fw={600}>
                {one.price === null ? one.sku : format.money(one.price)}
              </Anchor>
            </Group>
            <Text fz="xs" c="dimmed">
              {text.states[one.state]} · {format.day(one.asOf)}
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  );
}
