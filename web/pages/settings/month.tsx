import { ActionIcon, Button, Group, Paper, Skeleton, Title, VisuallyHidden } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useSearchParams } from 'react-router';
import type { CalendarDayView } from '../../../src/contract/calendar';
import { dayParts } from '../../../src/core/units';
import { useCalendarDays } from '../../api/calendar';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { calendarText } from '../../text/settings-calendar';
import { useText } from '../../text/texts';
import classes from './calendar.module.css';
import { dayOf, plusDays, useToday } from './days';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A month as rules and guardrails see it; which one is in the address. */
export function Month(): React.JSX.Element {
  const text = useText(calendarText);
  const language = useLanguage();
  const today = useToday();
  const [search, setSearch] = useSearchParams();
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(search.get('month') ?? '') ? search.get('month')! : today.slice(0, 7);
  const from = plusDays(`${month}-01`, 1 - dayParts(dayOf(`${month}-01`)).weekday);
  const days = useCalendarDays(from, plusDays(from, 41));
  const name = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));
  const go = (to: string): void => setSearch(to === today.slice(0, 7) ? {} : { month: to }, { replace: true });
  const weeks = days.data === undefined ? [] : Array.from({ length: 6 }, (_, i) => days.data.slice(i * 7, i * 7 + 7));
  return (
    <Paper component="section" withBorder p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} fz="h4" aria-live="polite">
          {name}
        </Title>
        <Group gap={4}>
          {month !== today.slice(0, 7) && (
            <Button variant="subtle" onClick={() => go(today.slice(0, 7))}>
              {text.thisMonth}
            </Button>
          )}
          <ActionIcon variant="default" size={40} aria-label={text.previous} onClick={() => go(shifted(month, -1))}>
            <IconChevronLeft size={20} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="default" size={40} aria-label={text.next} onClick={() => go(shifted(month, 1))}>
            <IconChevronRight size={20} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {days.isError && <ProblemNote error={days.error} retry={() => void days.refetch()} />}
      {days.isPending && <Skeleton h={340} />}
      {days.data !== undefined && (
        <table className={classes.month} aria-label={name}>
          <thead>
            <tr>
              {WEEKDAYS.map((day) => (
                <th key={day} scope="col">
                  {text.weekdays[day]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks
              .filter((week) => week.some(({ day }) => day.startsWith(month)))
              .map((week) => (
                <tr key={week[0]!.day}>
                  {week.map((day) => (
                    <DayCell
                      key={day.day}
                      day={day}
                      isToday={day.day === today}
                      isOutside={!day.day.startsWith(month)}
                    />
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      )}
      <Legend />
    </Paper>
  );
}

function shifted(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number);
  const at = year! * 12 + number! - 1 + by;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}

interface DayCellProps {
  day: CalendarDayView;
  isToday: boolean;
  isOutside: boolean;
}

function DayCell({ day, isToday, isOutside }: DayCellProps): React.JSX.Element {
  const text = useText(calendarText);
  const format = useFormat();
  const marks: [kind: 'campaign' | 'holiday' | 'lock' | 'boost', name: string][] = [
    ...(day.campaign === null ? [] : [['campaign', day.campaign] as ['campaign', string]]),
    ...(day.holiday === null ? [] : [['holiday', day.holiday] as ['holiday', string]]),
    ...day.locks.map(({ name }): ['lock', string] => ['lock', name]),
    ...day.boosts.map(({ name }): ['boost', string] => ['boost', name]),
  ];
  const said = [
    ...(day.isPayday ? [text.payday] : []),
    ...marks.map(([kind, name]) => text.dayLabel({ day: text.kinds[kind], what: name })),
  ];
  return (
    <td
      className={classes.day}
      data-payday={day.isPayday || undefined}
      data-today={isToday || undefined}
      data-outside={isOutside || undefined}
      aria-current={isToday ? 'date' : undefined}
    >
      <span className={classes.number}>{Number(day.day.slice(8))}</span>
      {said.length > 0 && <VisuallyHidden>{format.list(said)}</VisuallyHidden>}
      <div className={classes.marks} aria-hidden>
        {marks.map(([kind, name]) => (
          <span key={kind + name} className={`${classes.mark} ${classes[kind]}`} title={name}>
            <span className={classes.markName}>{name}</span>
          </span>
        ))}
      </div>
    </td>
  );
}

function Legend(): React.JSX.Element {
  const text = useText(calendarText);
  return (
    <div className={classes.legend} aria-hidden>
      <span>
        <i className={`${classes.mark} ${classes.paydayMark}`} /> {text.payday}
      </span>
      {(['campaign', 'holiday', 'lock', 'boost'] as const).map((kind) => (
        <span key={kind}>
          <i className={`${classes.mark} ${classes[kind]}`} /> {text.kinds[kind]}
        </span>
      ))}
    </div>
  );
}
