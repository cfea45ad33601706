import { Code, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useFormat } from '../../text/format';
import { rulesText } from '../../text/rules';
import { useText } from '../../text/texts';
import { ConditionWords, FactValues } from './condition-words';
import { isObject } from './editor/pointer';
import { ruleText } from './editor/rule-text';
import { useOutcomeWords } from './outcome-words';
import { isOn, Marked, priorityOf, Scope, TypeBadge, typeOf, useTitleOf, type RuleJson } from './rule-words';

/** A rule to be read: when it fires, what it proposes, its examples. */
export function RuleView({ rule }: { rule: RuleJson }): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const titleOf = useTitleOf();
  const outcome = useOutcomeWords()(rule.event);
  return (
    <Stack gap="md">
      <div>
        <Title order={2} fz="h4">
          {titleOf(rule)}
        </Title>
        <Group gap="xs" mt={6}>
          <TypeBadge type={typeOf(rule)} />
          <Marked colour={isOn(rule) ? 'leaf' : 'gray'}>{isOn(rule) ? text.on : text.off}</Marked>
          <Text fz="sm" c="dimmed">
            {text.column.priority} {format.number(priorityOf(rule))}
          </Text>
          <Text fz="sm" c="dimmed" ff="monospace">
            {String(rule.name)}
          </Text>
        </Group>
      </div>
      <Section title={text.column.scope}>
        <Scope rule={rule} />
      </Section>
      <Section title={text.when}>
        <ConditionWords condition={rule.conditions} />
      </Section>
      <Section title={text.then}>
        <Group gap="xs">
          <TypeBadge type={typeOf(rule)} />
          <Text fz="sm">{outcome}</Text>
        </Group>
      </Section>
      <Section title={text.examples}>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
          {(Array.isArray(rule.examples) ? rule.examples : []).map((example: unknown, index) => (
            <ExampleView key={index} example={example} />
          ))}
        </SimpleGrid>
      </Section>
      <Section title={text.json}>
        <Code block tabIndex={0} fz="xs">
          {ruleText(rule)}
        </Code>
      </Section>
    </Stack>
  );
}

function ExampleView({ example }: { example: unknown }): React.JSX.Element {
  const text = useText(rulesText);
  const fires = isObject(example) && example.expect !== null;
  return (
    <Paper withBorder p="sm">
      <Stack gap={6}>
        <Group>
          <Marked colour={fires ? 'leaf' : 'gray'}>{fires ? text.exampleFires : text.exampleSilent}</Marked>
        </Group>
        <FactValues facts={isObject(example) ? example.facts : example} />
      </Stack>
    </Paper>
  );
}

export function Section({ title, children }: { title: string; children: React.ReactNode }): React.JSX.Element {
  return (
    <section>
      <Title order={3} fz="sm" c="dimmed" fw={600} mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}
