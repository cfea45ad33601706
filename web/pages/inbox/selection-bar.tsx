import { Anchor, Button, CloseButton, Group, Stack, Text } from '@mantine/core';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';

export interface Sums {
  count: number;
  gain: number;
  staleValue: number;
  discountGiven: number;
}

interface SelectionBarProps {
  sums: Sums;
  /** Everything that matches is selected, also what was not read yet. */
  isAll: boolean;
  /** How many match; undefined: not known yet, or not more than are selected. */
  matching: number | undefined;
  onAll(): void;
  onClear(): void;
  onApprove(): void;
  onReject(): void;
}

/** What the selected rows come to, and what can be done with all of them. */
export function SelectionBar(props: SelectionBarProps): React.JSX.Element {
  const { sums, isAll, matching, onAll, onClear, onApprove, onReject } = props;
  const text = useText(inboxText);
  const format = useFormat();
  const count = format.number(sums.count);
  return (
    <section className={classes.bar} aria-label={text.selection}>
      <Group justify="space-between" gap="sm">
        <Stack gap={2} flex="1 1 280px">
          <Group gap="sm" wrap="nowrap" justify="space-between">
            <Text fw={600}>{isAll ? text.allSelected({ count }) : text.selected({ count })}</Text>
            <CloseButton aria-label={text.clearSelection} onClick={onClear} hiddenFrom="sm" size="lg" />
          </Group>
          <dl className={classes.sums}>
            <Sum name={text.gain} value={format.gain(sums.gain)} />
            <Sum name={text.staleValue} value={format.moneyShort(sums.staleValue)} />
            <Sum name={text.discountGiven} value={format.moneyShort(sums.discountGiven)} />
          </dl>
          {!isAll && matching !== undefined && matching > sums.count && (
            <Anchor component="button" fz="sm" ta="left" py={4} onClick={onAll}>
              {text.selectAll({ count: format.number(matching) })}
            </Anchor>
          )}
        </Stack>
        <Group gap="xs" wrap="nowrap" className={classes.barButtons!}>
          <Button variant="default" h={42} onClick={onReject}>
            {text.rejectAll({ count })}
          </Button>
          <Button h={42} onClick={onApprove}>
            {text.approveAll({ count })}
          </Button>
          <CloseButton aria-label={text.clearSelection} onClick={onClear} visibleFrom="sm" size="lg" />
        </Group>
      </Group>
    </section>
  );
}

function Sum({ name, value }: { name: string; value: string }): React.JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
