import { Button, Group, Modal, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { RulesView } from '../../../../src/contract/rules-api';
import type { RuleSetJson } from '../../../api/rules';
import { Loading } from '../../../parts/loading';
import { useFormat } from '../../../text/format';
import { ruleEditorText } from '../../../text/rule-editor';
import { rulesText } from '../../../text/rules';
import { useText } from '../../../text/texts';
import { useWho } from '../rule-words';
import { differences, merged, SHARED } from './edited-set';
import { conditionsText, ruleText } from './rule-text';

const TextDiff = lazy(() => import('./text-diff'));

interface SaveConflictProps {
  /** The draft as somebody else has saved it; null: there is no conflict. */
  theirs: RulesView | null;
  mine: RuleSetJson;
  isPending: boolean;
  onClose(): void;
  /** Goes on from theirs. */
  onTheirs(): void;
  onSave(chosen: RuleSetJson): void;
}

/** Two people changed one draft: part by part one chooses whose is kept, so that nobody's work goes unseen. */
export function SaveConflict(props: SaveConflictProps): React.JSX.Element {
  const { theirs, onClose } = props;
  const text = useText(ruleEditorText);
  return (
    <Modal opened={theirs !== null} onClose={onClose} title={text.conflictTitle} size="xl">
      {theirs !== null && <Choice key={theirs.revision} {...props} theirs={theirs} />}
    </Modal>
  );
}

function Choice({ theirs, mine, isPending, onTheirs, onSave }: SaveConflictProps & { theirs: RulesView }) {
  const text = useText(ruleEditorText);
  const { sharedConditions } = useText(rulesText);
  const format = useFormat();
  const who = useWho()(theirs.updatedBy);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const names = differences(mine, theirs.ruleSet);
  if (theirs.state !== 'draft') return <Text fz="sm">{text.conflictNotDraft}</Text>;
  const choose = (name: string, whose: string): void => {
    const next = new Set(taken);
    if (whose === 'theirs') next.add(name);
    else next.delete(name);
    setTaken(next);
  };
  return (
    <Stack gap="md">
      <Text fz="sm">{text.conflictWhat({ who, when: format.ago(theirs.updatedAt) })}</Text>
      {names.length === 0 && <Text fz="sm">{text.conflictSame}</Text>}
      {names.length > 0 && (
        <Text fz="xs" c="dimmed">
          {text.compare}
        </Text>
      )}
      <Suspense fallback={<Loading />}>
        {names.map((name) => (
          <Paper key={name} withBorder p="sm">
            <Stack gap="xs">
              <SegmentedControl
                aria-label={name === SHARED ? sharedConditions : name}
                value={taken.has(name) ? 'theirs' : 'mine'}
                onChange={(whose) => choose(name, whose)}
                data={[
                  { value: 'mine', label: text.mine },
                  { value: 'theirs', label: text.theirs({ who }) },
                ]}
              />
              <TextDiff
                label={name === SHARED ? sharedConditions : name}
                before={textIn(theirs.ruleSet, name)}
                after={textIn(mine, name)}
              />
            </Stack>
          </Paper>
        ))}
      </Suspense>
      <Group justify="flex-end">
        <Button variant="default" onClick={onTheirs}>
          {text.useTheirs}
        </Button>
        <Button loading={isPending} onClick={() => onSave(merged(mine, theirs.ruleSet, taken))}>
          {text.useChoice}
        </Button>
      </Group>
    </Stack>
  );
}

function textIn(set: RuleSetJson, name: string): string {
  if (name === SHARED) return `${conditionsText(set.conditions)}${JSON.stringify(set.onTie)}\n`;
  const rule = set.rules.find((each) => each.name === name);
  return rule === undefined ? '' : ruleText(rule);
}
