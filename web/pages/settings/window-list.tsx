import { ActionIcon, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCalendarOff, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { WindowView } from '../../../src/contract/calendar';
import { useChannelNames } from '../../api/channels';
import { Allowed } from '../../parts/allowed';
import { EmptyState } from '../../parts/empty-state';
import { useWho } from '../../parts/who';
import { useFormat } from '../../text/format';
import { calendarText } from '../../text/settings-calendar';
import { useText } from '../../text/texts';
import type { OpenWindow } from './calendar-page';
import { useToday } from './days';

interface WindowListProps {
  windows: readonly WindowView[];
  onOpen(open: OpenWindow): void;
}

const COLOUR = { campaign: 'orange', holiday: 'blue', lock: 'red', boost: 'grape' } as const;

/** What is dated, in the order of its days; what is over is folded away. */
export function WindowList({ windows, onOpen }: WindowListProps): React.JSX.Element {
  const text = useText(calendarText);
  const format = useFormat();
  const today = useToday();
  const [showsOver, setShowsOver] = useState(false);
  const over = windows.filter(({ endsOn }) => endsOn < today);
  const shown = showsOver ? windows : windows.filter(({ endsOn }) => endsOn >= today);
  return (
    <section>
      <Title order={2} fz="h4" mb="sm">
        {text.list}
      </Title>
      {windows.length === 0 && (
        <EmptyState Icon={IconCalendarOff} title={text.none}>
          {text.noneWhy}
        </EmptyState>
      )}
      <Stack component="ul" gap="xs" p={0} m={0} aria-label={text.list}>
        {shown.map((window) => (
          <WindowCard key={window.id} window={window} onOpen={onOpen} />
        ))}
      </Stack>
      {over.length > 0 && (
        <Button mt="xs" variant="subtle" onClick={() => setShowsOver(!showsOver)}>
          {showsOver ? text.hideOver : text.over({ count: format.number(over.length) })}
        </Button>
      )}
    </section>
  );
}

function WindowCard({ window, onOpen }: { window: WindowView; onOpen(open: OpenWindow): void }): React.JSX.Element {
  const text = useText(calendarText);
  const format = useFormat();
  const actor = useWho();
  const { kind, name, startsOn, endsOn, isApproximate, note, updatedBy } = window;
  const nameOf = useChannelNames();
  const where = [...(window.channels?.map(nameOf) ?? []), ...(window.categories ?? [])];
  const from = format.day(startsOn);
  return (
    <Paper component="li" withBorder p="sm" style={{ listStyle: 'none' }}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <div style={{ minWidth: 0 }}>
          <Group gap={6}>
            <Text fw={600}>{name}</Text>
            <Badge variant="outline" color={COLOUR[kind]} c="var(--mantine-color-text)" tt="none" radius="sm">
              {text.kinds[kind]}
            </Badge>
            {isApproximate && (
              <Badge variant="default" tt="none" radius="sm">
                {text.approximate}
              </Badge>
            )}
          </Group>
          <Text fz="sm">{startsOn === endsOn ? from : text.period({ from, to: format.day(endsOn) })}</Text>
          {(kind === 'lock' || kind === 'boost') && (
            <Text fz="sm">{where.length === 0 ? text.everywhere : format.list(where)}</Text>
          )}
          <Text fz="xs" c="dimmed">
            {updatedBy === 'system' ? text.shippedNote : note === '' ? text.by({ who: actor(updatedBy) }) : note}
          </Text>
        </div>
        <Allowed role="merchandiser">
          <Group gap={0} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              size={40}
              aria-label={text.editOf({ name: `${name}, ${from}` })}
              onClick={() => onOpen({ what: 'edit', window })}
            >
              <IconPencil size={18} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={40}
              aria-label={text.removeNamed({ name, from })}
              onClick={() => onOpen({ what: 'remove', window })}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        </Allowed>
      </Group>
    </Paper>
  );
}
