import { NumberInput } from '@mantine/core';
import { useLanguage } from '../../text/language';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import { MilliField, MoneyField, PercentField, WholeField } from './number-fields';
import type { FieldName, Unit } from './policy-fields';

interface PolicyFieldProps {
  name: FieldName;
  unit: Unit;
  value: number | null;
  onChange(value: number | null): void;
  disabled: boolean;
  placeholder?: string;
  /** Said under the field, in place of its help. */
  hint?: string;
}

/** One figure with its plain explanation, typed in its own unit. */
export function PolicyField({
  name,
  unit,
  value,
  onChange,
  disabled,
  placeholder,
  hint,
}: PolicyFieldProps): React.JSX.Element {
  const text = useText(guardrailsText);
  const isIndonesian = useLanguage() === 'id';
  const { label, help } = text.fields[name];
  const { kind, suffix, min, max } = unit;
  const common = {
    label,
    description: hint ?? help,
    disabled,
    inputWrapperOrder: ['label', 'input', 'description'] as ('label' | 'input' | 'description')[],
    min,
    max,
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(suffix === undefined ? {} : { suffix: text.units[suffix] }),
  };
  if (kind === 'factor') {
    return (
      <NumberInput
        {...common}
        hideControls
        decimalScale={2}
        decimalSeparator={isIndonesian ? ',' : '.'}
        value={value ?? ''}
        onChange={(typed) => onChange(typed === '' || typed === '-' ? null : Number(typed))}
      />
    );
  }
  const Field = { percent: PercentField, money: MoneyField, milli: MilliField, whole: WholeField }[kind];
  return <Field {...common} value={value} onChange={onChange} />;
}
