import { Group, Input, Select } from '@mantine/core';
import { useId, useState } from 'react';
import { profileText } from '../../text/settings-profile';
import { useText } from '../../text/texts';
import { UNIT_MINUTES, unitOf, useDuration, type Unit } from './duration';
import { WholeField } from './number-fields';

interface DurationFieldProps {
  label: string;
  description?: string;
  /** Minutes; null: empty. */
  value: number | null;
  onChange(minutes: number | null): void;
}

/** A length of time with its unit beside it. What is no whole number of a unit stays in minutes. */
export function DurationField({ label, description, value, onChange }: DurationFieldProps): React.JSX.Element {
  const text = useText(profileText);
  const duration = useDuration();
  const id = useId();
  const [unit, setUnit] = useState<Unit>(() => unitOf(value ?? 0));
  const size = UNIT_MINUTES[unit];
  const isLong = value !== null && unit === 'minutes' && value > 180;
  return (
    <Input.Wrapper
      id={id}
      label={label}
      description={isLong ? duration(value) : description}
      inputWrapperOrder={['label', 'input', 'description']}
    >
      <Group gap="xs" wrap="nowrap">
        <WholeField
          id={id}
          style={{ flex: 1 }}
          value={value === null ? null : Math.round(value / size)}
          onChange={(count) => onChange(count === null ? null : count * size)}
        />
        <Select
          aria-label={text.unitOf({ field: label })}
          w={110}
          allowDeselect={false}
          value={unit}
          data={(Object.keys(UNIT_MINUTES) as Unit[]).map((each) => ({ value: each, label: text.units[each] }))}
          onChange={(next) => {
            if (next === null) return;
            setUnit(next as Unit);
            // The number that was typed stays: thirty minutes become thirty hours.
            if (value !== null) onChange(Math.round(value / size) * UNIT_MINUTES[next as Unit]);
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}
