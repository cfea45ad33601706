import { Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { RulesDiffView } from '../../../src/contract/rule-versions';
import { ApiProblem } from '../../api/problem';
import { useRulesDiff, useRuleVersion } from '../../api/rules';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { rulesText } from '../../text/rules';
import { useText } from '../../text/texts';
import { conditionsText, ruleText } from './editor/rule-text';
import { useTitleOf } from './rule-words';

const TextDiff = lazy(() => import('./editor/text-diff'));

interface RulesDiffProps {
  version: number;
  /** Null: a draft against the version in force, others against the one that they replaced. */
  against: number | null;
  /** Of a draft, as it was kept last. */
  revision: number;
}

/** What makes a version another than an earlier one, rule by rule, in sentences or as text. */
export function RulesDiff({ version, against, revision }: RulesDiffProps): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const [isText, setText] = useState(false);
  const diff = useRulesDiff(version, against, revision);
  if (diff.isPending) return <Loading />;
  if (diff.isError) {
    const isFirst = diff.error instanceof ApiProblem && diff.error.code === 'nothing-before';
    return isFirst ? <Text c="dimmed">{text.nothingBefore}</Text> : <ProblemNote error={diff.error} />;
  }
  const { before, after, isEqual } = diff.data;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text fz="sm" c="dimmed">
          {text.comparedWith({ before: format.number(after.version), after: format.number(before.version) })}
        </Text>
        {!isEqual && (
          <Button variant="default" size="xs" onClick={() => setText(!isText)}>
            {isText ? text.asWords : text.asText}
          </Button>
        )}
      </Group>
      {isEqual && <Text>{text.equal}</Text>}
      {!isEqual && (isText ? <AsText diff={diff.data} /> : <AsWords diff={diff.data} />)}
    </Stack>
  );
}

function AsWords({ diff }: { diff: RulesDiffView }): React.JSX.Element {
  const text = useText(rulesText);
  const language = useLanguage();
  const titleOf = useTitleOf();
  const { rules, conditions, onTie } = diff;
  const ruleName = (rule: Record<string, unknown>): string => String(rule.name);
  return (
    <Stack gap="sm">
      {rules.changed.map(({ name, changes }) => (
        <Part
          key={`c ${name}`}
          kind={text.changed}
          name={name}
          lines={changes.map(({ sentence }) => sentence[language])}
        />
      ))}
      {rules.added.map(({ rule }) => (
        <Part key={`a ${ruleName(rule)}`} kind={text.added} name={ruleName(rule)} lines={[titleOf(rule)]} />
      ))}
      {rules.removed.map(({ rule }) => (
        <Part key={`r ${ruleName(rule)}`} kind={text.removed} name={ruleName(rule)} lines={[titleOf(rule)]} />
      ))}
      {rules.moved.map(({ name, sentence }) => (
        <Part key={`m ${name}`} kind={text.moved} name={name} lines={[sentence[language]]} />
      ))}
      {conditions.changed.map(({ name, changes }) => (
        <Part
          key={`cc ${name}`}
          kind={text.sharedConditions}
          name={name}
          lines={changes.map(({ sentence }) => sentence[language])}
        />
      ))}
      {[...conditions.added, ...conditions.removed].map(({ name, sentence }) => (
        <Part key={`ca ${name}`} kind={text.sharedConditions} name={name} lines={[sentence[language]]} />
      ))}
      {onTie !== null && <Part kind={text.onTie} name="" lines={[onTie.sentence[language]]} />}
    </Stack>
  );
}

function Part({ kind, name, lines }: { kind: string; name: string; lines: readonly string[] }): React.JSX.Element {
  return (
    <Paper withBorder p="sm">
      <Group gap="xs" mb={4}>
        <Title order={3} fz="sm">
          {kind}
        </Title>
        <Text fz="sm" ff="monospace" c="dimmed">
          {name}
        </Text>
      </Group>
      <List size="sm" spacing={2}>
        {lines.map((line, index) => (
          <List.Item key={index}>{line}</List.Item>
        ))}
      </List>
    </Paper>
  );
}

function AsText({ diff: { before, after, rules, conditions } }: { diff: RulesDiffView }): React.JSX.Element {
  const text = useText(rulesText);
  const old = useRuleVersion(before.version);
  const now = useRuleVersion(after.version);
  if (old.isError) return <ProblemNote error={old.error} />;
  if (now.isError) return <ProblemNote error={now.error} />;
  if (old.isPending || now.isPending) return <Loading />;
  const textIn = (set: Record<string, unknown>[], name: string): string => {
    const rule = set.find((each) => each.name === name);
    return rule === undefined ? '' : ruleText(rule);
  };
  const names = [
    ...rules.changed.map(({ name }) => name),
    ...[...rules.added, ...rules.removed].map(({ rule }) => String(rule.name)),
  ];
  const isShared = conditions.added.length + conditions.removed.length + conditions.changed.length > 0;
  return (
    <Suspense fallback={<Loading />}>
      <Stack gap="md">
        {names.map((name) => (
          <TextDiff
            key={name}
            label={name}
            before={textIn(old.data.ruleSet.rules, name)}
            after={textIn(now.data.ruleSet.rules, name)}
          />
        ))}
        {isShared && (
          <TextDiff
            label={text.sharedConditions}
            before={conditionsText(old.data.ruleSet.conditions)}
            after={conditionsText(now.data.ruleSet.conditions)}
          />
        )}
      </Stack>
    </Suspense>
  );
}
