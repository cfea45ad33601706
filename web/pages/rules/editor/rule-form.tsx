import { Paper, Stack, Title } from '@mantine/core';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';
import { ConditionEditor } from './condition-editor';
import { FindingsAt } from './form-findings';
import { OutcomeForm } from './outcome-form';
import { ScopeForm, type PartFormProps } from './scope-form';

interface RuleFormProps extends PartFormProps {
  named: Readonly<Record<string, unknown>>;
}

/** A rule as a form, in the order in which it is said: when, then, and what it is about. */
export function RuleForm({ rule, named, onChange }: RuleFormProps): React.JSX.Element {
  const text = useText(ruleEditorText);
  return (
    <Stack gap="md">
      <Part title={text.conditions.title}>
        <ConditionEditor
          condition={rule.conditions}
          pointer="/conditions"
          named={named}
          onChange={(conditions) => onChange({ ...rule, conditions })}
        />
        <FindingsAt pointer="/conditions" isExact />
        <FindingsAt pointer="" isExact />
      </Part>
      <Part title={text.outcome.title}>
        <OutcomeForm rule={rule} onChange={onChange} />
      </Part>
      <Part title={text.frame.title}>
        <ScopeForm rule={rule} onChange={onChange} />
      </Part>
    </Stack>
  );
}

export function Part({ title, children }: { title: string; children: React.ReactNode }): React.JSX.Element {
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} fz="md" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}
