import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useMe } from '../../api/session';
import { useLanguage } from '../../text/language';

type FieldProps = Omit<NumberInputProps, 'value' | 'onChange' | 'min' | 'max'> & {
  /** Null: empty. */
  value: number | null;
  onChange(value: number | null): void;
  min?: number;
  max?: number;
};

/** Money and shares are integers in the smallest unit; people type them with the decimals they are used to. */
function useSeparators(): { thousandSeparator: string; decimalSeparator: string } {
  return useLanguage() === 'id'
    ? { thousandSeparator: '.', decimalSeparator: ',' }
    : { thousandSeparator: ',', decimalSeparator: '.' };
}

function Scaled({ value, onChange, unit, min, max, ...rest }: FieldProps & { unit: number }): React.JSX.Element {
  return (
    <NumberInput
      {...useSeparators()}
      {...rest}
      {...(min === undefined ? {} : { min: min / unit })}
      {...(max === undefined ? {} : { max: max / unit })}
      hideControls
      inputMode="decimal"
      value={value === null ? '' : value / unit}
      onChange={(typed) => onChange(typed === '' || typed === '-' ? null : Math.round(Number(typed) * unit))}
    />
  );
}

/** Basis points, typed as per cent. */
export function PercentField(props: FieldProps): React.JSX.Element {
  return <Scaled suffix=" %" decimalScale={2} max={10_000} min={0} {...props} unit={100} />;
}

/** Money in the smallest unit of the shop. */
export function MoneyField(props: FieldProps): React.JSX.Element {
  const { currency, scale } = useMe().shop;
  const prefix = currency === 'IDR' ? 'Rp ' : `${currency} `;
  return <Scaled prefix={prefix} decimalScale={scale} min={0} {...props} unit={10 ** scale} />;
}

/** Thousandths, typed with decimals. */
export function MilliField(props: FieldProps): React.JSX.Element {
  return <Scaled decimalScale={2} {...props} unit={1_000} />;
}

/** Whole numbers. */
export function WholeField(props: FieldProps): React.JSX.Element {
  return <Scaled decimalScale={0} min={0} {...props} unit={1} />;
}
