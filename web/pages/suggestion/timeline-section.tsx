import { Text } from '@mantine/core';
import type { SuggestionDetail } from '../../../src/contract/suggestions';
import { useMe } from '../../api/session';
import { decidedPrice } from '../../parts/decided-price';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';
import classes from './suggestion-page.module.css';

/** Everything that was said of the suggestion, oldest first. */
export function TimelineSection({ suggestion }: { suggestion: SuggestionDetail }): React.JSX.Element {
  const text = useText(suggestionText);
  const format = useFormat();
  const { decisions, createdAt, expiresAt, state } = suggestion;
  return (
    <Section title={text.timeline}>
      <ol className={classes.timeline}>
        <li>
          <Text fz="sm" fw={600}>
            {text.made}
          </Text>
          <Text fz="xs" c="dimmed">
            {format.instant(createdAt)}
          </Text>
        </li>
        {decisions.map((decision) => (
          <Said key={`${decision.at} ${decision.to}`} decision={decision} />
        ))}
      </ol>
      {(state === 'pending' || state === 'half-approved') && (
        <Text fz="xs" c="dimmed" mt="xs">
          {text.until({ day: format.instant(expiresAt) })}
        </Text>
      )}
    </Section>
  );
}

function Said({ decision }: { decision: SuggestionDetail['decisions'][number] }): React.JSX.Element {
  const text = useText(suggestionText);
  const format = useFormat();
  const { name } = useMe();
  const { action, to, by, at, reason, detail } = decision;
  const isPerson = action !== 'expire' && action !== 'supersede';
  const who = by === `user:${name}` ? text.you : by.startsWith('cli:') ? text.console : by.replace(/^\w+:/, '');
  const named = decidedPrice(detail);
  const price = named === null ? '' : text.atPrice({ price: format.money(named) });
  return (
    <li>
      <Text fz="sm" fw={600}>
        {to === 'half-approved' ? text.first : text.actions[action]} {isPerson && price}
      </Text>
      <Text fz="xs" c="dimmed">
        {isPerson && `${text.by({ who })} · `}
        {format.instant(at)}
      </Text>
      {reason !== null && (
        <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
          {reason}
        </Text>
      )}
    </li>
  );
}
