import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';

interface WholeListProps {
  label: string;
  help: string;
  values: readonly number[];
  onChange(values: number[]): void;
  disabled: boolean;
}

/** Whole numbers typed with commas between them. What cannot be read stays in the field and changes nothing. */
export function WholeList({ label, help, values, onChange, disabled }: WholeListProps): React.JSX.Element {
  const text = useText(guardrailsText);
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && read(typed) === null;
  return (
    <TextInput
      label={label}
      description={help}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      inputMode="numeric"
      disabled={disabled}
      error={isWrong ? text.noNumber : undefined}
      value={typed ?? values.join(', ')}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        const numbers = read(next);
        if (numbers !== null) onChange(numbers);
      }}
      onBlur={() => !isWrong && setTyped(null)}
    />
  );
}

function read(typed: string): number[] | null {
  const parts = typed.split(',').map((part) => part.trim());
  return parts.every((part) => /^\d{1,12}$/.test(part)) ? parts.map(Number) : null;
}
