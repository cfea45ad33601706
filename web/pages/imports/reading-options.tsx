import { Checkbox, Select, Stack } from '@mantine/core';
import type { ImportView } from '../../../src/contract/imports';
import { useChannels } from '../../api/channels';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';
import { desk } from './desk';
import { exportOf, isChannelOpen, type StagedFile } from './staged';

type Choice = Partial<Pick<StagedFile, 'createProducts' | 'createChannels' | 'decimal' | 'channel'>>;

/** Whether a check was stopped by something that a choice would allow. */
export function isAskedFor(job: ImportView | null): boolean {
  const { 'unknown-sku': skus, 'unknown-channel': channels, 'two-readings': readings } = job?.rejectedBy ?? {};
  return [skus, channels, readings].some((count) => count !== undefined);
}

export function hasOptions(staged: StagedFile): boolean {
  const { createProducts, createChannels, decimal, channel } = staged;
  return createProducts || createChannels || decimal !== null || channel !== null || isChannelOpen(staged);
}

/** What is seldom needed: making what is not known yet, and the decimal sign. */
export function ReadingOptions({ staged, isBusy }: { staged: StagedFile; isBusy: boolean }): React.JSX.Element {
  const text = useText(importsText);
  const { id, kind, createProducts, createChannels, decimal } = staged;
  const set = (choice: Choice): void => desk.change(id, (each) => ({ ...afresh(each), ...choice }));
  return (
    <Stack gap="sm">
      {kind !== 'products' && (
        <Checkbox
          label={text.createProducts}
          checked={createProducts}
          disabled={isBusy}
          onChange={({ currentTarget }) => set({ createProducts: currentTarget.checked })}
        />
      )}
      {kind !== 'products' && kind !== 'inventory' && kind !== 'receipts' && (
        <Checkbox
          label={text.createChannels}
          checked={createChannels}
          disabled={isBusy}
          onChange={({ currentTarget }) => set({ createChannels: currentTarget.checked })}
        />
      )}
      {exportOf(staged) !== null && kind !== 'products' && <ChannelSelect staged={staged} isBusy={isBusy} set={set} />}
      <Select
        label={text.decimal}
        data={[
          { value: 'auto', label: text.decimalAuto },
          { value: ',', label: text.decimalComma },
          { value: '.', label: text.decimalPoint },
        ]}
        value={decimal ?? 'auto'}
        allowDeselect={false}
        disabled={isBusy}
        w={220}
        onChange={(chosen) => set({ decimal: chosen === ',' || chosen === '.' ? chosen : null })}
      />
    </Stack>
  );
}

interface ChannelSelectProps {
  staged: StagedFile;
  isBusy: boolean;
  set(choice: Choice): void;
}

/** Where the rows of an export were sold; a shop may have several stores of one kind. */
function ChannelSelect({ staged, isBusy, set }: ChannelSelectProps): React.JSX.Element {
  const text = useText(importsText);
  const { data: channels = [] } = useChannels();
  const own = exportOf(staged)?.channel ?? null;
  return (
    <Select
      label={text.channel}
      description={isChannelOpen(staged) ? text.channelOpen : undefined}
      placeholder={isChannelOpen(staged) ? text.channelPick : text.channelFromFile}
      data={channels.map(({ code, name }) => ({ value: code, label: name }))}
      value={staged.channel ?? own}
      clearable={staged.channel !== null}
      clearButtonProps={{ 'aria-label': text.channelClear }}
      disabled={isBusy}
      w={220}
      onChange={(chosen) => set({ channel: chosen === own ? null : chosen })}
    />
  );
}

/** A clean check says nothing of other choices; one that found faults stays to be read until the next. */
function afresh(staged: StagedFile): StagedFile {
  const isClean = staged.job !== null && staged.job.totals.rejected === 0;
  return isClean ? { ...staged, job: null, phase: 'ready' } : staged;
}
