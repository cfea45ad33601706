import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconMinus, IconShieldCheck } from '@tabler/icons-react';
import type { SuggestionDetail } from '../../../src/contract/suggestions';
import { Section } from '../../parts/section';
import { useLanguage } from '../../text/language';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';
import classes from './suggestion-page.module.css';

type Why = SuggestionDetail['why'];

/** The rule with what it read, the rules beside it, and the limits that moved the price. */
export function ReasonSection({ why }: { why: Why }): React.JSX.Element {
  const text = useText(suggestionText);
  const language = useLanguage();
  const others = why.matched.filter(({ name }) => name !== why.rule.name);
  const own = why.matched.find(({ name }) => name === why.rule.name);
  return (
    <Section title={text.why}>
      <Text fw={600}>{why.rule.title[language]}</Text>
      {own !== undefined && (
        <Text fz="sm" c="dimmed">
          {own.sentence[language]}
        </Text>
      )}
      <Conditions conditions={why.conditions} />
      {why.guardrails.length > 0 && (
        <>
          <Title order={3} fz="md" mt="lg" mb={4}>
            {text.guardrails}
          </Title>
          <ul className={classes.reasons}>
            {why.guardrails.map(({ name, effect, sentence }) => (
              <li key={name + effect}>
                <IconShieldCheck size={18} aria-hidden />
                <Text fz="sm">
                  <b>{text.effects[effect]}.</b> {sentence[language]}
                </Text>
              </li>
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <>
          <Title order={3} fz="md" mt="lg" mb={4}>
            {text.otherRules}
          </Title>
          <Stack gap="sm">
            {others.map(({ name, title, outcome, sentence }) => (
              <div key={name}>
                <Group gap={8} wrap="nowrap" align="flex-start">
                  <Text fz="sm" flex={1}>
                    {title === null ? name : title[language]}
                  </Text>
                  <Badge
                    variant="outline"
                    c="var(--mantine-color-text)"
                    color={outcome === 'won' ? 'leaf' : 'gray'}
                    tt="none"
                    radius="sm"
                    flex="none"
                  >
                    {text[outcome]}
                  </Badge>
                </Group>
                <Text fz="xs" c="dimmed">
                  {sentence[language]}
                </Text>
              </div>
            ))}
          </Stack>
        </>
      )}
    </Section>
  );
}

/** Those that held with a tick; one that did not stood beside another that did, or the rule would not have fired. */
function Conditions({ conditions }: Pick<Why, 'conditions'>): React.JSX.Element {
  const text = useText(suggestionText);
  const language = useLanguage();
  return (
    <ul className={classes.reasons} style={{ marginTop: 8 }}>
      {conditions.map(({ fact, operator, value, result, sentence }) => (
        <li key={`${fact} ${operator} ${String(value)}`}>
          {result ? (
            <IconCheck size={18} color="var(--mantine-primary-color-filled)" aria-hidden />
          ) : (
            <IconMinus size={18} aria-hidden />
          )}
          <div>
            <Text fz="sm" c={result ? undefined : 'dimmed'}>
              {sentence[language]}
            </Text>
            {!result && (
              <Text fz="xs" c="dimmed">
                {text.heldNot}
              </Text>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
