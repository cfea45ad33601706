import { ActionIcon, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconPencil, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { Link } from 'react-router';
import { KindBadge } from '../../parts/kind-badge';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { useLanguage } from '../../text/language';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';
import { isAdjustable, type RowProps } from './row-actions';
import { FirstApproval, Marks, Outlook, PriceMove, RefusalNote, useWhy } from './row-parts';

/** A dense row for a wide screen. */
export const SuggestionRow = memo(function SuggestionRow(props: RowProps): React.JSX.Element {
  const { row, isActive, isSelected, mayDecide, refusal, actions } = props;
  const text = useText(inboxText);
  const language = useLanguage();
  const format = useFormat();
  const whyOf = useWhy();
  const { name } = row;
  const where = [row.sku, props.channel];
  if (row.ageDays !== null) where.push(text.days({ count: format.number(row.ageDays) }));
  return (
    <div
      className={classes.item}
      data-active={isActive || undefined}
      data-selected={isSelected || undefined}
      onClick={() => actions.activate(row)}
    >
      <div className={classes.row}>
        {mayDecide && (
          <Checkbox
            checked={isSelected}
            aria-label={text.select({ name })}
            onChange={() => undefined}
            onClick={(event) => actions.toggle(row, event.shiftKey)}
          />
        )}
        <Stack gap={2} miw={0}>
          <Link to={`/suggestions/${row.id}`} className={classes.name!} id={`s${row.id}`}>
            {name}
          </Link>
          <Text fz="xs" c="dimmed">
            {where.join(' · ')}
          </Text>
        </Stack>
        <Stack gap={3} align="flex-start">
          <PriceMove row={row} wide />
          <KindBadge kind={row.kind} />
        </Stack>
        <Stack gap={4} miw={0}>
          <Text className={classes.why} title={row.sentence[language]}>
            {whyOf(row)}
          </Text>
          <FirstApproval row={row} />
          <Marks row={row} />
        </Stack>
        <Outlook row={row} wide />
        {mayDecide && <Buttons {...props} />}
      </div>
      {refusal !== undefined && (
        <div style={{ padding: '0 14px 12px' }}>
          <RefusalNote refusal={refusal} onDismiss={() => actions.dismiss(row)} onLookAgain={actions.lookAgain} />
        </div>
      )}
    </div>
  );
});

function Buttons({ row, isOwnFirst, actions }: RowProps): React.JSX.Element {
  const text = useText(inboxText);
  const { name } = row;
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Act
        label={text.rejectThis({ name })}
        hint={text.reject}
        color="red"
        Icon={IconX}
        onClick={() => actions.reject(row)}
      />
      {isAdjustable(row) && (
        <Act
          label={text.adjustThis({ name })}
          hint={text.adjust}
          color="gray"
          Icon={IconPencil}
          onClick={() => actions.adjust(row)}
        />
      )}
      {isOwnFirst ? (
        <Act
          label={`${text.takeBack}: ${name}`}
          hint={text.takeBack}
          color="gray"
          Icon={IconArrowBackUp}
          onClick={() => actions.takeBack(row)}
        />
      ) : (
        <Act
          label={text.approveThis({ name })}
          hint={row.kind === 'alert' ? text.seen : text.approve}
          Icon={IconCheck}
          onClick={() => actions.approve(row)}
          filled
        />
      )}
    </Group>
  );
}

interface ActProps {
  label: string;
  hint: string;
  Icon: typeof IconCheck;
  color?: string;
  filled?: boolean;
  onClick(): void;
}

/** A native title instead of a floating one: rows come and go by the dozen while one scrolls. */
function Act({ label, hint, Icon, color, filled = false, onClick }: ActProps): React.JSX.Element {
  return (
    <ActionIcon
      size={36}
      variant={filled ? 'filled' : 'subtle'}
      {...(color !== undefined && { color })}
      aria-label={label}
      title={hint}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}
