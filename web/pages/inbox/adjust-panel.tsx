import { Button, Drawer, Group, NumberInput, Slider, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import type { QuoteRequest, QuoteView } from '../../../src/contract/quotes';
import type { SuggestionView } from '../../../src/contract/suggestions';
import { useQuote } from '../../api/suggestions';
import { useMe } from '../../api/session';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { useText } from '../../text/texts';
import { PHONE } from './phone';
import { QuoteFigures } from './quote-figures';
import { useChannelName, whatFor } from './row-parts';
import type { Ask } from './use-decisions';

const TYPING_MS = 250;

interface AdjustPanelProps {
  /** Null: closed. */
  row: SuggestionView | null;
  onClose(): void;
  onDecide(row: SuggestionView, ask: Ask): void;
}

/** Another price, and what it would do, worked out while it is typed. */
export function AdjustPanel({ row, onClose, onDecide }: AdjustPanelProps): React.JSX.Element {
  const text = useText(inboxText);
  const isPhone = useMediaQuery(PHONE) ?? false;
  return (
    <Drawer
      opened={row !== null}
      onClose={onClose}
      title={text.adjustTitle}
      position={isPhone ? 'bottom' : 'right'}
      size={isPhone ? '100%' : 480}
    >
      {row !== null && <Adjusting key={row.id} row={row} onDecide={onDecide} />}
    </Drawer>
  );
}

interface AdjustingProps {
  row: SuggestionView;
  onDecide(row: SuggestionView, ask: Ask): void;
}

function Adjusting({ row, onDecide }: AdjustingProps): React.JSX.Element {
  const text = useText(inboxText);
  const format = useFormat();
  const channelName = useChannelName();
  const { scale } = useMe().shop;
  const what = whatFor(row, text);
  const isPair = row.kind === 'bundle';
  const [price, setPrice] = useState<number | null>(row.firstApproval?.price ?? row.price);
  const [lastDay, setLastDay] = useState('');
  const [reason, setReason] = useState('');
  const request = requestOf(price, lastDay);
  const [asked] = useDebouncedValue(request, TYPING_MS);
  const quote = useQuote(row.id, asked);
  const isCurrent = !quote.isPlaceholderData && JSON.stringify(asked) === JSON.stringify(request) && !quote.isError;
  const answer = quote.data;
  const isAllowed =
    isCurrent && answer !== undefined && (answer.problem === null || answer.problem.code === 'confirmation-needed');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isAllowed || request === null) return;
        const own = reason.trim();
        onDecide(row, { action: 'adjust', ...request, ...(own !== '' && { reason: own }) });
      }}
    >
      <Stack gap="md">
        <div>
          <Text fw={600}>{row.name}</Text>
          <Text fz="sm" c="dimmed">
            {row.sku} · {channelName(row.channel)}
          </Text>
        </div>
        <Group gap="xl">
          <Named name={isPair ? text.boughtSingly : text.usualPrice} value={format.money(row.listPrice)} />
          {!isPair && <Named name={text.now} value={format.money(row.currentPrice)} />}
          <Named name={text.proposed} value={format.money(row.price)} />
        </Group>
        {what !== null && (
          <Text fz="sm" c="dimmed">
            {what}
          </Text>
        )}
        <PriceField price={price} scale={scale} range={answer?.range ?? null} onChange={setPrice} />
        {answer !== undefined && answer.price !== null && answer.price !== price && isCurrent && (
          <Text fz="sm">{text.paidPrice({ price: format.money(answer.price) })}</Text>
        )}
        <TextInput
          type="date"
          label={text.endsOn}
          description={
            answer?.endsAt != null && lastDay === ''
              ? text.endsDefault({ day: format.day(dayBefore(answer.endsAt)) })
              : undefined
          }
          value={lastDay}
          onChange={({ currentTarget }) => setLastDay(currentTarget.value)}
          styles={{ input: { minHeight: 42 } }}
        />
        {quote.isError && <ProblemNote error={quote.error} retry={() => void quote.refetch()} />}
        <div aria-live="polite" aria-busy={!isCurrent}>
          {answer === undefined ? (
            !quote.isError && <Text c="dimmed">{text.counting}</Text>
          ) : (
            <QuoteFigures quote={answer} isCurrent={isCurrent} />
          )}
        </div>
        <TextInput
          label={text.reasonOptional}
          maxLength={1000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          styles={{ input: { minHeight: 42 } }}
        />
        <Button type="submit" h={46} disabled={!isAllowed}>
          {answer?.needsSecondApproval === true && answer.confirmation === null
            ? text.proposeToSecond({ price: format.money(price) })
            : text.approvePrice({ price: format.money(price) })}
        </Button>
      </Stack>
    </form>
  );
}

interface PriceFieldProps {
  price: number | null;
  scale: number;
  range: QuoteView['range'];
  onChange(price: number | null): void;
}

function PriceField({ price, scale, range, onChange }: PriceFieldProps): React.JSX.Element {
  const text = useText(inboxText);
  const format = useFormat();
  const unit = 10 ** scale;
  const [thousands, decimal] = format.number(1_000.5, 1).replaceAll(/\d/g, '');
  return (
    <div>
      <NumberInput
        label={text.newPrice}
        description={
          range === null ? text.noRange : text.range({ min: format.money(range.min), max: format.money(range.max) })
        }
        data-autofocus
        size="lg"
        styles={{
          label: { fontSize: 'var(--mantine-font-size-sm)' },
          description: { fontSize: 'var(--mantine-font-size-xs)' },
        }}
        inputMode={scale === 0 ? 'numeric' : 'decimal'}
        thousandSeparator={thousands ?? '.'}
        decimalSeparator={decimal ?? ','}
        decimalScale={scale}
        allowNegative={false}
        hideControls
        value={price === null ? '' : price / unit}
        onChange={(value) => onChange(typeof value === 'number' && value > 0 ? Math.round(value * unit) : null)}
      />
      {range !== null && range.min < range.max && (
        <Slider
          mt="md"
          mx={6}
          label={null}
          thumbLabel={text.newPrice}
          min={range.min}
          max={range.max}
          step={stepOf(range.max - range.min)}
          value={Math.min(Math.max(price ?? range.min, range.min), range.max)}
          onChange={onChange}
        />
      )}
    </div>
  );
}

function Named({ name, value }: { name: string; value: string }): React.JSX.Element {
  return (
    <div>
      <Text fz="xs" c="dimmed">
        {name}
      </Text>
      <Text fz="sm">{value}</Text>
    </div>
  );
}

function requestOf(price: number | null, lastDay: string): QuoteRequest | null {
  if (price === null || price > 900_000_000_000) return null;
  return /^\d{4}-\d\d-\d\d$/.test(lastDay) ? { price, endsAt: dayAfter(lastDay) } : { price };
}

/** A hundred places or so, on round numbers. */
function stepOf(span: number): number {
  return Math.max(1, 10 ** Math.floor(Math.log10(Math.max(1, span / 50))));
}

/** A price runs through its last day: it ends at the midnight after it. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The last whole day of a price that ends at a midnight of the shop's zone. */
function dayBefore(endsAt: string): string {
  return new Date(Date.parse(`${endsAt.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
