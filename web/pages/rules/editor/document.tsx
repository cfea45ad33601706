import { Alert, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { useRuleSchema, type RuleFinding } from '../../../api/rules';
import { Loading } from '../../../parts/loading';
import { ruleEditorText } from '../../../text/rule-editor';
import { findingsText } from '../../../text/rule-findings';
import { rulesText } from '../../../text/rules';
import { useText } from '../../../text/texts';
import { filledIn, isReadable, nameOf, SHARED, textOf, typed, type Sheet } from './edited-set';
import { FindingsContext } from './form-findings';
import { ShowCodeContext } from './json-in-place';
import { isObject } from './pointer';
import { RuleForm } from './rule-form';
import { SharedForm } from './shared-form';
import type { Draft } from './use-draft';

const CodeView = lazy(() => import('./code-view'));

export const VIEWS = ['form', 'code', 'try'] as const;
export type View = (typeof VIEWS)[number];

interface DocumentProps {
  draft: Draft;
  sheet: Sheet;
  /** Of this document; paths begin at it. */
  findings: readonly RuleFinding[];
  view: View;
  onView(view: View): void;
  goTo: { pointer: string } | null;
  onGoTo(pointer: string): void;
  onMend(finding: RuleFinding): void;
  /** Where there is no room beside it: what the rules are tried out with, as a view of its own. */
  tryOut: ReactNode;
}

/** A rule, or the shared conditions, in one of two views on the same JSON. */
export function Document(props: DocumentProps): React.JSX.Element {
  const { draft, sheet, findings, view, onView, onGoTo, onMend, tryOut } = props;
  const text = useText(ruleEditorText);
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          aria-label={text.views}
          value={view}
          onChange={(next) => onView(next as View)}
          data={[
            { value: 'form', label: text.form },
            { value: 'code', label: text.code },
            ...(tryOut === null ? [] : [{ value: 'try', label: text.panels }]),
          ]}
        />
        {view === 'code' && isReadable(sheet) && (
          <Button size="xs" variant="default" onClick={() => draft.changeSheet(filledIn(sheet, sheet.json))}>
            {text.tidy}
          </Button>
        )}
      </Group>
      {view === 'try' && tryOut}
      {view === 'code' && <Code {...props} />}
      {(view === 'form' || (view === 'try' && tryOut === null)) && (
        <FindingsContext value={{ findings, mend: onMend }}>
          <ShowCodeContext value={onGoTo}>
            <Form {...props} />
          </ShowCodeContext>
        </FindingsContext>
      )}
    </Stack>
  );
}

function Code({ draft, sheet, findings, goTo, onMend }: DocumentProps): React.JSX.Element {
  const text = useText(ruleEditorText);
  const { sharedConditions } = useText(rulesText);
  const schema = useRuleSchema();
  const isShared = sheet.key === SHARED;
  if (!isShared && schema.isPending) return <Loading />;
  return (
    <Stack gap={6}>
      <Suspense fallback={<Loading />}>
        <CodeView
          key={sheet.key}
          label={text.codeLabel({ name: isShared ? sharedConditions : nameOf(sheet) })}
          text={textOf(sheet)}
          onChange={(next) => draft.changeSheet(typed(sheet, next))}
          schema={isShared ? null : (schema.data ?? null)}
          findings={findings}
          onMend={onMend}
          goTo={goTo}
        />
      </Suspense>
      <Text fz="xs" c="dimmed">
        {text.codeHint}
      </Text>
    </Stack>
  );
}

function Form({ draft, sheet, onView }: DocumentProps): React.JSX.Element {
  const text = useText(ruleEditorText);
  const { unreadable } = useText(findingsText);
  if (!isReadable(sheet) || !isObject(sheet.json)) {
    return (
      <Alert color="red" title={unreadable}>
        <Button size="xs" variant="default" onClick={() => onView('code')}>
          {text.code}
        </Button>
      </Alert>
    );
  }
  const named = isObject(draft.set.conditions.json) ? draft.set.conditions.json : {};
  const change = (json: unknown): void => draft.changeSheet(filledIn(sheet, json));
  if (sheet.key !== SHARED) return <RuleForm rule={sheet.json} named={named} onChange={change} />;
  return (
    <SharedForm
      conditions={sheet.json}
      onTie={draft.set.onTie}
      onChange={change}
      onTieChange={(onTie) => draft.change({ ...draft.set, onTie })}
    />
  );
}
