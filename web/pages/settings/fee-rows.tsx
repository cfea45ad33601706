import { ActionIcon, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPencil, IconReceiptOff, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ChannelView, FeeView } from '../../../src/contract/shop';
import { Allowed } from '../../parts/allowed';
import { EmptyState } from '../../parts/empty-state';
import { useFormat, type Format } from '../../text/format';
import { useLanguage } from '../../text/language';
import { feesText } from '../../text/settings-fees';
import { useText } from '../../text/texts';
import { plusDays, useToday } from './days';
import { useComponentName } from './component-name';
import { stateOf, type FeeState } from './fee-sums';
import type { OpenFee } from './fees-page';
import { noteIn } from './note-in';

interface FeeRowsProps {
  channel: ChannelView;
  fees: readonly FeeView[];
  onOpen(open: OpenFee): void;
}

const COLOUR: Record<FeeState, string> = { inForce: 'leaf', comes: 'blue', over: 'gray' };

/** Every fee of a channel by its name, those that are over folded away. */
export function FeeRows({ channel, fees, onOpen }: FeeRowsProps): React.JSX.Element {
  const text = useText(feesText);
  const format = useFormat();
  const today = useToday();
  const nameOf = useComponentName();
  const [showsOver, setShowsOver] = useState(false);
  const rows = fees.map((fee, index) => ({ fee, index, state: stateOf(fees, index, today) }));
  const over = rows.filter(({ state }) => state === 'over').length;
  const shown = rows.filter(({ state }) => showsOver || state !== 'over');
  const components = [...new Set(shown.map(({ fee }) => fee.component))].sort();
  if (fees.length === 0) {
    return (
      <EmptyState Icon={IconReceiptOff} title={text.none}>
        {text.noneWhy}
      </EmptyState>
    );
  }
  return (
    <Stack gap="sm" component="section" aria-label={text.list({ channel: channel.name })}>
      {components.map((component) => (
        <Paper key={component} withBorder>
          <Title order={3} fz="md" px="md" pt="sm">
            {nameOf(component)}
          </Title>
          {shown
            .filter(({ fee }) => fee.component === component)
            .sort(
              (a, b) =>
                (a.fee.category ?? '').localeCompare(b.fee.category ?? '') ||
                (a.fee.validFrom < b.fee.validFrom ? 1 : -1),
            )
            .map(({ fee, index, state }) => (
              <FeeRow key={index} fee={fee} index={index} state={state} onOpen={onOpen} />
            ))}
        </Paper>
      ))}
      {over > 0 && (
        <Button variant="subtle" style={{ alignSelf: 'flex-start' }} onClick={() => setShowsOver(!showsOver)}>
          {showsOver ? text.hideOver : text.showOver({ count: format.number(over) })}
        </Button>
      )}
    </Stack>
  );
}

interface FeeRowProps {
  fee: FeeView;
  index: number;
  state: FeeState;
  onOpen(open: OpenFee): void;
}

function FeeRow({ fee, index, state, onOpen }: FeeRowProps): React.JSX.Element {
  const text = useText(feesText);
  const format = useFormat();
  const nameOf = useComponentName();
  const language = useLanguage();
  const { category, validFrom, validTo, source } = fee;
  const component = nameOf(fee.component);
  const told = noteIn(source, language);
  const from = format.day(validFrom);
  return (
    <Group px="md" py="sm" justify="space-between" align="flex-start" gap="xs">
      <div style={{ flex: '1 1 220px', minWidth: 0 }}>
        <Group gap="xs">
          <Text fw={600}>{amountsOf(fee, text, format)}</Text>
          <Badge variant="light" color={COLOUR[state]} tt="none">
            {text[state]}
          </Badge>
        </Group>
        <Text fz="sm">{category ?? text.allCategories}</Text>
        <Text fz="sm" c="dimmed">
          {validTo === null ? text.since({ from }) : text.during({ from, to: format.day(plusDays(validTo, -1)) })}
        </Text>
        <Text fz="xs" c="dimmed" lineClamp={2} title={told}>
          {told}
        </Text>
      </div>
      <Allowed role="owner">
        <Group gap={4} wrap="nowrap">
          {state === 'inForce' && (
            <Button
              variant="subtle"
              px="xs"
              aria-label={text.renewOf({ component })}
              onClick={() => onOpen({ what: 'add', like: fee })}
            >
              {text.renew}
            </Button>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            size={40}
            aria-label={text.edit({ component })}
            onClick={() => onOpen({ what: 'edit', index })}
          >
            <IconPencil size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={40}
            aria-label={text.removeNamed({ component })}
            onClick={() => onOpen({ what: 'remove', index })}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Allowed>
    </Group>
  );
}

type Words = ReturnType<typeof useText<typeof feesText.id>>;

/** `7,53 %, paling banyak Rp 40.000 per barang + Rp 1.250 per pesanan`. */
function amountsOf({ rateBp, capPerItem, perOrder, perItem }: FeeView, text: Words, format: Format): string {
  const rate = format.percent(rateBp);
  const parts = [
    ...(rateBp > 0 ? [capPerItem === null ? rate : text.capped({ rate, cap: format.money(capPerItem) })] : []),
    ...(perOrder > 0 ? [text.orderFee({ amount: format.money(perOrder) })] : []),
    ...(perItem > 0 ? [text.itemFee({ amount: format.money(perItem) })] : []),
  ];
  return parts.length === 0 ? text.free : parts.join(' + ');
}
