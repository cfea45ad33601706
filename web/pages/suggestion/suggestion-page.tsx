import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import type { SuggestionDetail } from '../../../src/contract/suggestions';
import { useChannelNames } from '../../api/channels';
import { useSuggestion } from '../../api/suggestion';
import { useQuote } from '../../api/suggestions';
import { KindBadge } from '../../parts/kind-badge';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';
import { AlternativeSection } from './alternative-section';
import { ChannelSection } from './channel-section';
import { DecisionPanel } from './decision-panel';
import { EntrySection } from './entry-section';
import { FactSection } from './fact-section';
import { asFirstApproved, namedPrice } from './first-approved';
import { FutureSection } from './future-section';
import { HistorySection } from './history-section';
import { PriceHead } from './price-head';
import { PreviousSection } from './previous-section';
import { ReasonSection } from './reason-section';
import classes from './suggestion-page.module.css';
import { TimelineSection } from './timeline-section';

export default function SuggestionPage(): React.JSX.Element {
  const text = useText(suggestionText);
  const { id = '' } = useParams();
  const suggestion = useSuggestion(id);
  if (suggestion.isPending) return <Loading />;
  if (suggestion.isError) {
    return (
      <Page title={text.unknownTitle}>
        <Stack align="flex-start">
          <ProblemNote error={suggestion.error} retry={() => void suggestion.refetch()} />
          <Button component={Link} to="/inbox" variant="default">
            {text.back}
          </Button>
        </Stack>
      </Page>
    );
  }
  return <Shown key={suggestion.data.id} suggestion={suggestion.data} />;
}

function Shown({ suggestion }: { suggestion: SuggestionDetail }): React.JSX.Element {
  const text = useText(suggestionText);
  const language = useLanguage();
  const nameOf = useChannelNames();
  const { id, name, sku, channel, why, marks } = suggestion;
  const quote = useQuote(id, namedPrice(suggestion) === null ? null : {});
  const asDecided = asFirstApproved(suggestion, quote.data);
  return (
    <>
      <Anchor component={Link} to="/inbox" fz="sm" c="dimmed" className={classes.back!}>
        <IconArrowLeft size={14} aria-hidden /> {text.back}
      </Anchor>
      <Page
        title={text.title({ name: name === '' ? sku : name, channel: nameOf(channel) })}
        intro={<Names suggestion={suggestion} />}
      >
        <Stack gap="lg">
          {marks.includes('loses-money') && (
            <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title={text.loses} />
          )}
          <div className={classes.columns}>
            <Stack gap="lg" className={classes.column!}>
              <div className={classes.lead}>
                <Text fz="lg" lh={1.5}>
                  {why.sentence[language]}
                </Text>
                <PriceHead suggestion={asDecided} proposed={suggestion.price} />
              </div>
              <FutureSection suggestion={asDecided} />
              <HistorySection suggestion={suggestion} />
              <ReasonSection why={why} />
              <ChannelSection suggestion={suggestion} />
              <AlternativeSection why={why} />
              <FactSection facts={why.facts} />
            </Stack>
            <Stack gap="lg" className={classes.column!}>
              <div className={classes.decide}>
                <DecisionPanel suggestion={suggestion} />
              </div>
              <EntrySection suggestion={suggestion} />
              <TimelineSection suggestion={suggestion} />
              <PreviousSection suggestion={suggestion} />
            </Stack>
          </div>
        </Stack>
      </Page>
    </>
  );
}

function Names({ suggestion }: { suggestion: SuggestionDetail }): React.JSX.Element {
  const text = useText(suggestionText);
  const format = useFormat();
  const { sku, category, kind, asOf } = suggestion;
  return (
    <Group component="span" gap={8} mt={4}>
      <KindBadge kind={kind} />
      <Text span ff="monospace" fz="sm" style={{ overflowWrap: 'anywhere' }}>
        {sku}
      </Text>
      {category !== null && <Text span>{category}</Text>}
      <Anchor component={Link} to={`/products/${encodeURIComponent(sku)}`} fz="sm">
        {text.toProduct}
      </Anchor>
      <Text span fz="sm">
        {text.asOf({ day: format.day(asOf) })}
      </Text>
    </Group>
  );
}
