import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { Link } from 'react-router';
import { KindBadge } from '../../parts/kind-badge';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';
import { isAdjustable, type RowProps } from './row-actions';
import { FirstApproval, Marks, Outlook, PriceMove, RefusalNote, useWhy } from './row-parts';
import { useSwipe } from './use-swipe';

/** A card for a phone: pulled to the right it is approved, to the left rejected. */
export const SuggestionCard = memo(function SuggestionCard(props: RowProps): React.JSX.Element {
  const { row, isActive, isSelected, mayDecide, isOwnFirst, refusal, actions } = props;
  const text = useText(inboxText);
  const whyOf = useWhy();
  const format = useFormat();
  const swipe = useSwipe(
    mayDecide && !isOwnFirst ? () => actions.approve(row) : null,
    mayDecide ? () => actions.reject(row) : null,
  );
  const { name } = row;
  const where = [row.sku, props.channel];
  if (row.ageDays !== null) where.push(text.days({ count: format.number(row.ageDays) }));
  return (
    <div className={classes.card} data-active={isActive || undefined} data-selected={isSelected || undefined}>
      {swipe.shift !== 0 && (
        <div className={`${classes.under} ${swipe.shift > 0 ? classes.underRight : classes.underLeft}`} aria-hidden>
          {swipe.shift > 0 ? <IconCheck size={28} /> : <IconX size={28} />}
        </div>
      )}
      <div
        className={classes.cardFace}
        style={swipe.shift === 0 ? undefined : { transform: `translateX(${swipe.shift}px)` }}
        {...swipe.handlers}
      >
        <Stack gap={8}>
          <Group gap="sm" wrap="nowrap" align="flex-start">
            {mayDecide && (
              <Checkbox
                size="md"
                checked={isSelected}
                aria-label={text.select({ name })}
                onChange={() => actions.toggle(row, false)}
                styles={{ root: { padding: 9, margin: '-9px -5px -9px -9px' } }}
              />
            )}
            <Stack gap={0} flex={1} miw={0}>
              <Link to={`/suggestions/${row.id}`} className={classes.name!}>
                {name}
              </Link>
              <Text fz="xs" c="dimmed">
                {where.join(' · ')}
              </Text>
            </Stack>
            <KindBadge kind={row.kind} />
          </Group>
          <PriceMove row={row} wide={false} />
          <Text fz="sm" className={classes.why}>
            {whyOf(row)}
          </Text>
          <Outlook row={row} wide={false} />
          <FirstApproval row={row} />
          <Marks row={row} />
          {refusal !== undefined && (
            <RefusalNote refusal={refusal} onDismiss={() => actions.dismiss(row)} onLookAgain={actions.lookAgain} />
          )}
          {mayDecide && (
            <div className={classes.buttons}>
              <Button
                variant="default"
                h={42}
                px={4}
                aria-label={text.rejectThis({ name })}
                onClick={() => actions.reject(row)}
              >
                {text.reject}
              </Button>
              {isAdjustable(row) ? (
                <Button
                  variant="default"
                  h={42}
                  px={4}
                  aria-label={text.adjustThis({ name })}
                  onClick={() => actions.adjust(row)}
                >
                  {text.adjust}
                </Button>
              ) : (
                <span />
              )}
              {isOwnFirst ? (
                <Button variant="default" h={42} px={4} onClick={() => actions.takeBack(row)}>
                  {text.takeBack}
                </Button>
              ) : (
                <Button h={42} px={4} aria-label={text.approveThis({ name })} onClick={() => actions.approve(row)}>
                  {row.kind === 'alert' ? text.seen : text.approve}
                </Button>
              )}
            </div>
          )}
        </Stack>
      </div>
    </div>
  );
});
