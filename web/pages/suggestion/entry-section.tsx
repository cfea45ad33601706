import { Anchor, Badge, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { SuggestionDetail } from '../../../src/contract/suggestions';
import { useOutcomes } from '../../api/products';
import { OutcomeAnswer } from '../../parts/outcome-line';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { outcomeText } from '../../text/outcome';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';

const COLOUR = { scheduled: 'blue', live: 'leaf', ended: 'gray', withdrawn: 'gray' };

/** The price that came of an approval, and what the channel did with it. */
export function EntrySection({ suggestion }: { suggestion: SuggestionDetail }): React.JSX.Element | null {
  const text = useText(suggestionText);
  const format = useFormat();
  const { entry, channel } = suggestion;
  if (entry === null) return null;
  const from = format.instant(entry.startsAt);
  return (
    <Section title={text.entry}>
      <Group gap={8}>
        <Text fz="lg" fw={650}>
          {format.money(entry.price)}
        </Text>
        <Badge variant="outline" color={COLOUR[entry.phase]} c="var(--mantine-color-text)" tt="none" radius="sm">
          {text.phases[entry.phase]}
        </Badge>
      </Group>
      <Text fz="sm" c="dimmed">
        {entry.endsAt === null ? text.windowOpen({ from }) : text.window({ from, to: format.instant(entry.endsAt) })}
      </Text>
      <Delivery entry={entry} />
      <Brought suggestion={suggestion} />
      <Anchor component={Link} to={`/feed/${encodeURIComponent(channel)}`} fz="sm" mt="xs" display="inline-block">
        {text.toFeed}
      </Anchor>
    </Section>
  );
}

/** What it brought so far; nothing while no run has looked at it. */
function Brought({ suggestion: { id, sku } }: { suggestion: SuggestionDetail }): React.JSX.Element | null {
  const text = useText(outcomeText);
  const outcome = useOutcomes(sku).data?.items.find(({ suggestionId }) => suggestionId === id);
  if (outcome === undefined) return null;
  return (
    <div>
      <Text fw={600} fz="sm" mt="sm">
        {text.title}
      </Text>
      <OutcomeAnswer outcome={outcome} />
    </div>
  );
}

function Delivery({ entry }: { entry: NonNullable<SuggestionDetail['entry']> }): React.JSX.Element {
  const text = useText(suggestionText);
  const format = useFormat();
  const said = entry.acknowledged;
  if (said === null) {
    return (
      <Text fz="sm" mt="xs">
        {text.notAsked}
      </Text>
    );
  }
  const { applied, ...others } = text.acknowledged;
  const words: Record<string, string> = others;
  const sentence =
    said.status === 'applied'
      ? applied({ price: format.money(said.appliedPrice ?? entry.price) })
      : (words[said.status] ?? said.status);
  return (
    <>
      <Text fz="sm" mt="xs">
        {sentence}{' '}
        <Text span fz="xs" c="dimmed">
          {format.ago(said.at)}
        </Text>
      </Text>
      {said.message !== null && (
        <Text fz="sm">{text.saidBy({ message: [said.code, said.message].filter(Boolean).join(': ') })}</Text>
      )}
      {said.revision < entry.revision && (
        <Text fz="xs" c="dimmed">
          {entry.phase === 'ended' || entry.phase === 'withdrawn' ? text.endNotTold : text.olderRevision}
        </Text>
      )}
    </>
  );
}
