import { Alert, Badge, Button, Stack, Tabs, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { RuleFinding } from '../../../api/rules';
import { ProblemNote } from '../../../parts/problem-note';
import { useFormat } from '../../../text/format';
import { ruleEditorText } from '../../../text/rule-editor';
import { findingsText } from '../../../text/rule-findings';
import { ruleTrialsText } from '../../../text/rule-trials';
import { useText } from '../../../text/texts';
import { FindingsList } from '../findings-list';
import { RulesDiff } from '../rules-diff';
import { BacktestPanel } from '../trials/backtest-panel';
import { PreviewPanel, type PreviewPanelProps } from '../trials/preview-panel';
import { WhatIfPanel } from '../trials/what-if-panel';
import { filledIn, isReadable, nameOf, SHARED, type Sheet } from './edited-set';
import { ExamplesPanel } from './examples-panel';
import { factsRead } from './facts-read';
import { FindingsContext } from './form-findings';
import { isObject } from './pointer';
import type { Checked } from './use-checked';
import type { Draft } from './use-draft';
import type { Saving } from './use-saving';

export const PANELS = ['examples', 'checks', 'preview', 'backtest', 'whatIf', 'changes'] as const;
export type Panel = (typeof PANELS)[number];

interface SidePanelsProps {
  panel: Panel;
  onPanel(panel: string | null): void;
  draft: Draft;
  sheet: Sheet;
  /** Of the document that is open; paths begin at it. */
  findings: readonly RuleFinding[];
  checked: Checked;
  saving: Saving;
  /** The preview, held outside: it stays while another view is looked at. */
  trying: Omit<PreviewPanelProps, 'ruleSet'>;
  onShow(finding: RuleFinding): void;
  onMend(finding: RuleFinding): void;
}

/** Beside the editor: what becomes of a change before it is in force. */
export function SidePanels(props: SidePanelsProps): React.JSX.Element {
  const { panel, onPanel, draft, checked, saving, trying, onShow, onMend } = props;
  const text = useText(ruleEditorText);
  const trials = useText(ruleTrialsText);
  const isWrong = checked.errors > checked.failingExamples || !draft.isReadable;
  return (
    <Tabs value={panel} onChange={onPanel} keepMounted={false}>
      <Tabs.List aria-label={text.panels} mb="sm">
        {PANELS.map((each) => (
          <Tabs.Tab key={each} value={each} px="xs" rightSection={each === 'checks' && <Count checked={checked} />}>
            {text.panel[each]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {checked.problem !== null && <ProblemNote error={checked.problem} />}
      <Tabs.Panel value="examples">
        <Examples {...props} />
      </Tabs.Panel>
      <Tabs.Panel value="checks">
        {!draft.isReadable && <Alert color="red" p="xs" mb="sm" children={text.unreadable} />}
        <FindingsList
          findings={checked.findings}
          nameAt={(index) => nameOf(draft.set.rules[index] ?? draft.set.conditions)}
          onShow={onShow}
          onMend={onMend}
        />
      </Tabs.Panel>
      <Tabs.Panel value="preview">
        {isWrong && <Alert color="yellow" p="xs" mb="sm" children={trials.errorsFirst} />}
        <PreviewPanel ruleSet={draft.ruleSet} {...trying} />
      </Tabs.Panel>
      <Tabs.Panel value="backtest">
        {isWrong && <Alert color="yellow" p="xs" mb="sm" children={trials.errorsFirst} />}
        <BacktestPanel
          version={draft.kept.version}
          isDirty={draft.isDirty}
          isReady={draft.isReadable}
          save={saving.save}
        />
      </Tabs.Panel>
      <Tabs.Panel value="whatIf">
        <WhatIf {...props} />
      </Tabs.Panel>
      <Tabs.Panel value="changes">
        <Stack gap="sm">
          {draft.isDirty && (
            <Alert variant="default" p="xs">
              <Text fz="sm" mb={6}>
                {text.diffSaved}
              </Text>
              <Button
                size="xs"
                variant="default"
                loading={saving.isPending}
                onClick={() => void saving.save().catch(() => undefined)}
              >
                {text.mustSave}
              </Button>
            </Alert>
          )}
          <RulesDiff version={draft.kept.version} against={null} revision={draft.kept.revision} />
        </Stack>
      </Tabs.Panel>
    </Tabs>
  );
}

function Count({ checked: { errors, findings } }: { checked: Checked }): React.JSX.Element | null {
  const format = useFormat();
  if (findings.length === 0) return null;
  return (
    <Badge size="sm" circle={findings.length < 10} color={errors > 0 ? 'red' : 'gray'} variant="filled">
      {format.number(errors > 0 ? errors : findings.length)}
    </Badge>
  );
}

function Examples({ draft, sheet, findings, checked, onMend }: SidePanelsProps): React.JSX.Element {
  const text = useText(ruleEditorText).example;
  const { unreadable } = useText(findingsText);
  if (sheet.key === SHARED || !isObject(sheet.json) || !isReadable(sheet)) {
    return (
      <Text fz="sm" c="dimmed">
        {isReadable(sheet) ? text.onlyRules : unreadable}
      </Text>
    );
  }
  return (
    <FindingsContext value={{ findings, mend: onMend }}>
      <ExamplesPanel
        key={sheet.key}
        rule={sheet.json}
        onChange={(json) => draft.changeSheet(filledIn(sheet, json))}
        results={checked.examples}
        isWaiting={checked.isWaiting}
      />
    </FindingsContext>
  );
}

function WhatIf({ draft, sheet }: SidePanelsProps): React.JSX.Element {
  const { whatIf: text } = useText(ruleTrialsText);
  const rule = sheet.key === SHARED || !isReadable(sheet) ? null : sheet.json;
  const named = isObject(draft.set.conditions.json) ? draft.set.conditions.json : {};
  const add = (facts: Record<string, unknown>): void => {
    if (!isObject(rule)) return;
    const own = factsRead(rule.conditions, named).filter((name) => Object.hasOwn(facts, name));
    const example = { facts: Object.fromEntries(own.map((name) => [name, facts[name]])), expect: null };
    const before = Array.isArray(rule.examples) ? (rule.examples as unknown[]) : [];
    draft.changeSheet(filledIn(sheet, { ...rule, examples: [...before, example] }));
    notifications.show({ message: text.madeExample, color: 'leaf' });
  };
  return <WhatIfPanel ruleSet={draft.ruleSet} onExample={isObject(rule) ? add : undefined} />;
}
