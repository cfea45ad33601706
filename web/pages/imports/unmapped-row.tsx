import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { UnmappedView } from '../../api/channel-skus';
import { ProductPicker, type Choice } from '../../parts/product-picker';
import { channelSkusText } from '../../text/channel-skus';
import { useFormat } from '../../text/format';
import { useText } from '../../text/texts';
import classes from './imports.module.css';

/** What it is: a product, or not the shop's at all. */
export type Meaning = Choice | 'not-ours';

interface UnmappedRowProps {
  row: UnmappedView;
  chosen: Meaning | null;
  isBusy: boolean;
  mayChange: boolean;
  onChoose(meaning: Meaning | null): void;
}

/** What the channel calls it, what hangs on it, and which product it is, if any. */
export function UnmappedRow({ row, chosen, isBusy, mayChange, onChoose }: UnmappedRowProps): React.JSX.Element {
  const text = useText(channelSkusText);
  const format = useFormat();
  const { channelSku, name, rows, units, money, firstDay, lastDay, likely } = row;
  const title = name ?? channelSku;
  const isNotOurs = chosen === 'not-ours';
  const facts = [text.rows({ count: format.number(rows) })];
  if (units > 0) facts.push(text.units({ count: format.number(units) }), format.money(money));
  if (firstDay !== null && lastDay !== null) {
    facts.push(text.between({ from: format.dayShort(firstDay), to: format.dayShort(lastDay) }));
  }
  return (
    <li className={classes.unmapped}>
      <div style={{ minWidth: 0 }}>
        <Text fz="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Text>
        {name !== channelSku && name !== null && (
          <Text fz="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {channelSku}
          </Text>
        )}
        <Text fz="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </div>
      {mayChange && (
        <Stack gap={6}>
          <ProductPicker
            label={text.pickFor({ name: title })}
            placeholder={text.pickHint}
            typeFirst={text.typeFirst}
            none={text.none}
            value={isNotOurs ? null : (chosen?.sku ?? null)}
            offered={likely}
            disabled={isBusy || isNotOurs}
            onChange={onChoose}
          />
          {chosen === null && likely.length > 0 && (
            <Group gap={6}>
              <Text fz="xs" c="dimmed">
                {text.likely}
              </Text>
              {likely.map((each) => (
                <Button
                  key={each.sku}
                  variant="default"
                  className={classes.likely!}
                  disabled={isBusy}
                  aria-label={text.take({ product: each.name, name: title })}
                  onClick={() => onChoose(each)}
                >
                  {each.name}
                </Button>
              ))}
            </Group>
          )}
          <Checkbox
            label={text.notOurs}
            aria-label={text.notOursOf({ name: title })}
            checked={isNotOurs}
            disabled={isBusy}
            onChange={({ currentTarget }) => onChoose(currentTarget.checked ? 'not-ours' : null)}
          />
        </Stack>
      )}
    </li>
  );
}
