import { NumberInput } from '@mantine/core';
import { useMe } from '../../../api/session';
import { useLanguage } from '../../../text/language';
import { ruleWordsText } from '../../../text/rule-words';
import { useText } from '../../../text/texts';
import { useWrittenUnit } from '../fact-words';

interface FigureInputProps {
  label: string;
  isLabelHidden?: boolean;
  description?: string | undefined;
  placeholder?: string | undefined;
  /** Unit of the fact or of the param: people write per cent and rupiah where a rule holds basis points and smallest units. */
  unit: string;
  isWhole?: boolean;
  value: unknown;
  /** Undefined: the field was emptied. */
  onChange(value: number | undefined): void;
  width?: number | string;
}

const FRACTION_DIGITS = 4;

/** A figure in the unit in which people write it, with the separators of their language. */
export function FigureInput(props: FigureInputProps): React.JSX.Element {
  const {
    label,
    isLabelHidden = false,
    description,
    placeholder,
    unit,
    isWhole = false,
    value,
    onChange,
    width,
  } = props;
  const written = useWrittenUnit()(unit);
  const unitWords = useText(ruleWordsText).units;
  const isIndonesian = useLanguage() === 'id';
  const { currency, scale } = useMe().shop;
  const suffix = unit === 'bp' || unit === 'percent' ? ' %' : unit === 'milli' ? ' ×' : '';
  const word = Object.hasOwn(unitWords, unit) ? ` ${unitWords[unit as keyof typeof unitWords]}` : suffix;
  const digits = unit === 'money' ? scale : unit === 'bp' || unit === 'milli' || !isWhole ? FRACTION_DIGITS : 0;
  const take = (given: number | string): void => {
    if (given === '') return onChange(undefined);
    if (typeof given === 'number')
      onChange(unit === 'percent' ? given : roundedTo(given * written, isWhole || written !== 1));
  };
  return (
    <NumberInput
      label={isLabelHidden ? undefined : label}
      aria-label={isLabelHidden ? label : undefined}
      description={description}
      placeholder={placeholder}
      value={typeof value === 'number' ? roundedTo((value / written) * 1e6, true) / 1e6 : ''}
      onChange={take}
      decimalScale={digits}
      thousandSeparator={isIndonesian ? '.' : ','}
      decimalSeparator={isIndonesian ? ',' : '.'}
      prefix={unit === 'money' ? `${currency === 'IDR' ? 'Rp' : currency} ` : ''}
      suffix={word}
      hideControls
      {...(width === undefined ? {} : { w: width })}
    />
  );
}

const roundedTo = (value: number, isWhole: boolean): number => (isWhole ? Math.round(value) : value);
