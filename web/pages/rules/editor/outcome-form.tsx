import { MultiSelect, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { ruleEditorText } from '../../../text/rule-editor';
import { rulesText } from '../../../text/rules';
import { useText } from '../../../text/texts';
import { FigureInput } from './figure-input';
import { FindingsAt } from './form-findings';
import { JsonInPlace } from './json-in-place';
import { isObject, withValue } from './pointer';
import type { PartFormProps } from './scope-form';

type Params = Record<string, unknown>;
type Type = 'discount' | 'voucher' | 'bundle' | 'restore' | 'hold' | 'alert';

/** What each type may say, and how its size may be given: one of them. */
const SIZES: Record<Type, readonly string[]> = {
  discount: ['percent', 'amount', 'price', 'optimise'],
  voucher: ['percent', 'amount'],
  bundle: ['percent', 'optimise'],
  restore: [],
  hold: [],
  alert: [],
};
const OTHERS: Record<Type, readonly string[]> = {
  discount: [],
  voucher: ['minSpend', 'maxDiscount', 'quota'],
  bundle: ['partner'],
  restore: [],
  hold: ['reason'],
  alert: ['message'],
};
const FIRST: Record<string, unknown> = {
  percent: 10,
  amount: 10_000,
  price: 100_000,
  optimise: { minPercent: 5, maxPercent: 25, clearWithinDays: 60 },
};
const BEGIN: Record<Type, Params | undefined> = {
  discount: { percent: 10 },
  voucher: { percent: 5 },
  bundle: { partner: 'best', percent: 10 },
  restore: undefined,
  hold: { reason: '' },
  alert: { message: { id: '', en: '' } },
};
const isType = (type: unknown): type is Type => typeof type === 'string' && Object.hasOwn(SIZES, type);

/** What a rule proposes: one form per type. */
export function OutcomeForm({ rule, onChange }: PartFormProps): React.JSX.Element {
  const text = useText(ruleEditorText).outcome;
  const types = useText(rulesText).types;
  const event = isObject(rule.event) ? rule.event : {};
  /** What was said under another type, so that looking at one and going back loses nothing. */
  const said = useRef(new Map<string, unknown>());
  const params = isObject(event.params) ? event.params : {};
  const setParams = (next: unknown): void => onChange(withValue(rule, ['event', 'params'], next));
  const setType = (type: string | null): void => {
    if (!isType(type) || type === event.type) return;
    said.current.set(String(event.type), event.params);
    const before = said.current.get(type) ?? BEGIN[type];
    onChange({ ...rule, event: before === undefined ? { type } : { type, params: before } });
  };
  return (
    <Stack gap="sm">
      <Select
        label={text.type}
        allowDeselect={false}
        value={isType(event.type) ? event.type : null}
        onChange={setType}
        data={Object.entries(types).map(([value, label]) => ({ value, label }))}
      />
      {isType(event.type) &&
        (isShowable(event.type, params) ? (
          <Fields type={event.type} params={params} onChange={setParams} />
        ) : (
          <JsonInPlace value={event.params} pointer="/event/params" />
        ))}
      <FindingsAt pointer="/event" />
    </Stack>
  );
}

/** Whether the fields cover all that is written. */
function isShowable(type: Type, params: Params): boolean {
  const known = [...SIZES[type], ...OTHERS[type]];
  const sizes = SIZES[type].filter((key) => params[key] !== undefined);
  return (
    sizes.length <= 1 && Object.entries(params).every(([key, value]) => known.includes(key) && isOfShape(key, value))
  );
}

function isOfShape(key: string, value: unknown): boolean {
  if (key === 'partner' || key === 'reason') return typeof value === 'string';
  if (key === 'message') return isObject(value) && Object.keys(value).every((each) => each === 'id' || each === 'en');
  if (key !== 'optimise') return typeof value === 'number' || value === null; // null: the field was emptied
  const fields = ['minPercent', 'maxPercent', 'clearWithinDays', 'kinds'];
  return isObject(value) && Object.keys(value).every((each) => fields.includes(each));
}

interface FieldsProps {
  type: Type;
  params: Params;
  onChange(params: unknown): void;
}

function Fields({ type, params, onChange }: FieldsProps): React.JSX.Element {
  const text = useText(ruleEditorText).outcome;
  const set = (path: (string | number)[], value: unknown): void => onChange(withValue(params, path, value));
  const message = isObject(params.message) ? params.message : {};
  return (
    <Stack gap="sm">
      {type === 'restore' && (
        <Text fz="sm" c="dimmed">
          {text.restore}
        </Text>
      )}
      {OTHERS[type].includes('partner') && (
        <TextInput
          label={text.partner}
          description={text.partnerHint}
          value={String(params.partner ?? '')}
          onChange={(event) => set(['partner'], event.currentTarget.value)}
        />
      )}
      {SIZES[type].length > 0 && <Size {...{ type, params, onChange }} />}
      {type === 'voucher' && (
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          {(['minSpend', 'maxDiscount', 'quota'] as const).map((key) => (
            <FigureInput
              key={key}
              label={text[key]}
              placeholder={text.optional}
              unit={key === 'quota' ? 'count' : 'money'}
              isWhole
              value={params[key]}
              onChange={(value) => set([key], value)}
            />
          ))}
        </SimpleGrid>
      )}
      {type === 'hold' && (
        <Textarea
          label={text.reason}
          maxLength={300}
          value={String(params.reason ?? '')}
          onChange={(event) => set(['reason'], event.currentTarget.value)}
        />
      )}
      {type === 'alert' &&
        (['id', 'en'] as const).map((language) => (
          <Textarea
            key={language}
            label={language === 'id' ? text.messageId : text.messageEn}
            maxLength={300}
            value={String(message[language] ?? '')}
            onChange={(event) => set(['message', language], event.currentTarget.value)}
          />
        ))}
    </Stack>
  );
}

/** How large the cut is, said in one of the ways that the type has. */
function Size({ type, params, onChange }: FieldsProps): React.JSX.Element {
  const text = useText(ruleEditorText).outcome;
  const types = useText(rulesText).types;
  const how = SIZES[type].find((key) => params[key] !== undefined) ?? null;
  const set = (path: (string | number)[], value: unknown): void => onChange(withValue(params, path, value));
  const setHow = (next: string | null): void => {
    if (next === null || next === how) return;
    const { [how ?? '']: _, ...rest } = params;
    onChange({ ...rest, [next]: FIRST[next] });
  };
  const optimise = isObject(params.optimise) ? params.optimise : {};
  const labels = { percent: text.percent, amount: text.amount, price: text.price, optimise: text.optimise };
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={text.how}
          allowDeselect={false}
          value={how}
          onChange={setHow}
          data={SIZES[type].map((value) => ({ value, label: labels[value as keyof typeof labels] }))}
        />
        {how === 'percent' && (
          <FigureInput
            label={text.percentValue}
            unit="percent"
            value={params.percent}
            onChange={(value) => set(['percent'], value ?? null)}
          />
        )}
        {(how === 'amount' || how === 'price') && (
          <FigureInput
            label={how === 'amount' ? text.amountValue : text.priceValue}
            unit="money"
            isWhole
            value={params[how]}
            onChange={(value) => set([how], value ?? null)}
          />
        )}
      </SimpleGrid>
      {how === 'optimise' && (
        <>
          <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
            {(['minPercent', 'maxPercent', 'clearWithinDays'] as const).map((key) => (
              <FigureInput
                key={key}
                label={text[key]}
                unit={key === 'clearWithinDays' ? 'days' : 'percent'}
                isWhole={key === 'clearWithinDays'}
                value={optimise[key]}
                onChange={(value) => set(['optimise', key], value)}
              />
            ))}
          </SimpleGrid>
          <MultiSelect
            label={text.kinds}
            placeholder={text.optional}
            value={Array.isArray(optimise.kinds) ? optimise.kinds.map(String) : []}
            onChange={(value) => set(['optimise', 'kinds'], value.length === 0 ? undefined : value)}
            data={(['discount', 'voucher', 'bundle'] as const).map((value) => ({ value, label: types[value] }))}
          />
        </>
      )}
    </Stack>
  );
}
