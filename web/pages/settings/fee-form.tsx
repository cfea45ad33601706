import { Autocomplete, Group, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ChannelView, FeeList, FeeView } from '../../../src/contract/shop';
import { useProductGroups } from '../../api/products';
import { useReplaceFees } from '../../api/fees';
import { settingsText } from '../../text/settings';
import { feesText } from '../../text/settings-fees';
import { useText } from '../../text/texts';
import { useComponentName } from './component-name';
import { plusDays, useToday } from './days';
import type { OpenFee } from './fees-page';
import { FormModal } from './form-modal';
import { MoneyField, PercentField } from './number-fields';

interface FeeFormProps {
  channel: ChannelView;
  fees: FeeList;
  open: Exclude<OpenFee, { what: 'remove' }>;
  onClose(): void;
}

const MONEY_MAX = 900_000_000_000;

function startOf(open: FeeFormProps['open'], fees: FeeList, today: string): FeeView {
  if (open.what === 'edit') return fees.items[open.index]!;
  const empty = { category: null, component: '', rateBp: 0, perOrder: 0, perItem: 0, capPerItem: null };
  return { ...empty, ...open.like, validFrom: plusDays(today, 1), validTo: null, source: '' };
}

/** A new row, a changed one, or a new rate that takes the place of another from its first day on. */
export default function FeeForm({ channel, fees, open, onClose }: FeeFormProps): React.JSX.Element {
  const text = useText(feesText);
  const { save } = useText(settingsText);
  const today = useToday();
  const categories = useProductGroups().data?.categories ?? [];
  const [fee, setFee] = useState(() => startOf(open, fees, today));
  const [fault, setFault] = useState<string | null>(null);
  const replace = useReplaceFees(channel.code, onClose);
  const set = (part: Partial<FeeView>): void => {
    setFault(null);
    setFee({ ...fee, ...part });
  };
  const others = fees.items.filter((_, index) => open.what !== 'edit' || index !== open.index);

  const submit = (): void => {
    const found = faultOf(fee, others);
    setFault(found === null ? null : text[found]);
    if (found !== null) return;
    const items =
      open.what === 'edit' ? fees.items.map((each, i) => (i === open.index ? fee : each)) : [...fees.items, fee];
    replace.send({ items, expectedRevision: fees.revision });
  };

  const isRenewal = open.what === 'add' && open.like !== null;
  const component = useComponentName()(fee.component);
  const title = isRenewal ? text.renewOf({ component }) : open.what === 'edit' ? text.edit({ component }) : text.add;
  return (
    <FormModal
      title={title}
      submit={save}
      isPending={replace.isPending}
      error={replace.error}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <TextInput
        label={text.component}
        description={text.componentHelp}
        required
        withAsterisk={false}
        maxLength={64}
        autoCapitalize="none"
        disabled={isRenewal}
        value={fee.component}
        onChange={(event) => set({ component: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]+/g, '-') })}
      />
      <Autocomplete
        label={text.category}
        placeholder={text.allCategories}
        maxLength={200}
        disabled={isRenewal}
        value={fee.category ?? ''}
        onChange={(value) => set({ category: value.trim() === '' ? null : value })}
        data={categories}
      />
      <Group grow align="flex-start">
        <PercentField label={text.rate} value={fee.rateBp} onChange={(value) => set({ rateBp: value ?? 0 })} />
        <MoneyField
          label={text.cap}
          description={text.capHelp}
          inputWrapperOrder={['label', 'input', 'description']}
          max={MONEY_MAX}
          value={fee.capPerItem}
          onChange={(capPerItem) => set({ capPerItem })}
        />
      </Group>
      <Group grow align="flex-start">
        <MoneyField
          label={text.perOrder}
          max={MONEY_MAX}
          value={fee.perOrder}
          onChange={(value) => set({ perOrder: value ?? 0 })}
        />
        <MoneyField
          label={text.perItem}
          max={MONEY_MAX}
          value={fee.perItem}
          onChange={(value) => set({ perItem: value ?? 0 })}
        />
      </Group>
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={text.from}
          required
          withAsterisk={false}
          value={fee.validFrom}
          onChange={(event) => set({ validFrom: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={text.to}
          description={text.toHelp}
          inputWrapperOrder={['label', 'input', 'description']}
          value={fee.validTo === null ? '' : plusDays(fee.validTo, -1)}
          onChange={({ currentTarget: { value } }) => set({ validTo: value === '' ? null : plusDays(value, 1) })}
        />
      </Group>
      <Textarea
        autosize
        minRows={1}
        label={text.source}
        description={text.sourceHelp}
        required
        withAsterisk={false}
        maxLength={500}
        value={fee.source}
        onChange={(event) => set({ source: event.currentTarget.value })}
      />
      {fault !== null && (
        <Text c="red" fz="sm" role="alert">
          {fault}
        </Text>
      )}
    </FormModal>
  );
}

function faultOf(fee: FeeView, others: readonly FeeView[]): 'badDays' | 'twin' | 'nothing' | null {
  if (fee.validTo !== null && fee.validTo <= fee.validFrom) return 'badDays';
  const isTwin = (other: FeeView): boolean =>
    other.component === fee.component && other.category === fee.category && other.validFrom === fee.validFrom;
  if (others.some(isTwin)) return 'twin';
  // A row of nothing says that a category is free of the fee; without a category it says nothing.
  const isNothing = fee.rateBp === 0 && fee.perOrder === 0 && fee.perItem === 0;
  return isNothing && fee.category === null && !others.some(({ component }) => component === fee.component)
    ? 'nothing'
    : null;
}
