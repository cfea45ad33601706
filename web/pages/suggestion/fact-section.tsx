import { Button, SimpleGrid, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../../parts/section';
import { UNKNOWN, useFormat } from '../../text/format';
import { ruleWordsText } from '../../text/rule-words';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';
import { useFactBook, useFactWords } from '../rules/fact-words';

/** Every fact as it was read, in words, group by group; folded away at first. */
export function FactSection({ facts }: { facts: Record<string, unknown> }): React.JSX.Element | null {
  const text = useText(suggestionText);
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { byName } = useFactBook();
  const known = Object.entries(facts).filter(([name]) => byName.get(name)?.knownOf === null);
  if (known.length === 0) return null;
  return (
    <Section title={text.facts} intro={text.factsIntro}>
      {isOpen && <Facts known={known} />}
      <Button variant="default" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
        {isOpen ? text.hideFacts : text.showFacts({ count: format.number(known.length) })}
      </Button>
    </Section>
  );
}

function Facts({ known }: { known: [name: string, value: unknown][] }): React.JSX.Element {
  const words = useText(ruleWordsText);
  const { label, value } = useFactWords();
  const groups = new Map<string, [name: string, value: unknown][]>();
  for (const fact of known) {
    const group = fact[0].split('.')[0]!;
    groups.set(group, [...(groups.get(group) ?? []), fact]);
  }
  const names: Record<string, string> = words.groups;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="lg" mb="md">
      {[...groups].map(([group, facts]) => (
        <div key={group}>
          <Title order={3} fz="md">
            {names[group] ?? group}
          </Title>
          <dl style={{ margin: 0 }}>
            {facts.map(([name, given]) => (
              <div key={name} style={{ display: 'flex', justifyContent: 'space-between', gap: 12, padding: '3px 0' }}>
                <Text component="dt" fz="sm" c="dimmed">
                  {label(name)}
                </Text>
                <Text component="dd" m={0} fz="sm" ta="right" flex="none" maw="55%">
                  {value(name, given) || UNKNOWN}
                </Text>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </SimpleGrid>
  );
}
