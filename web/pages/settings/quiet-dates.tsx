import { Button, Group, Stack, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useFormat } from '../../text/format';
import { digestText } from '../../text/settings-digest';
import { useText } from '../../text/texts';
import { useToday } from './days';

/** Days of a calendar on which nothing is sent. */
export function QuietDates({
  dates,
  onChange,
}: {
  dates: string[];
  onChange(dates: string[]): void;
}): React.JSX.Element {
  const text = useText(digestText);
  const format = useFormat();
  const today = useToday();
  const [day, setDay] = useState('');
  const add = (): void => {
    onChange([...new Set([...dates, day])].sort());
    setDay('');
  };
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="xs">
        <TextInput
          type="date"
          label={text.quietDates}
          min={today}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <Button variant="default" onClick={add} disabled={day === '' || day < today}>
          {text.addDate}
        </Button>
      </Group>
      {dates.length > 0 && (
        <Group component="ul" gap="xs" p={0} m={0} aria-label={text.quietDates}>
          {dates.map((each) => (
            <li key={each} style={{ listStyle: 'none' }}>
              <Button
                variant="default"
                rightSection={<IconX size={16} aria-hidden />}
                aria-label={text.removeDate({ day: format.day(each) })}
                onClick={() => onChange(dates.filter((other) => other !== each))}
              >
                {format.day(each)}
              </Button>
            </li>
          ))}
        </Group>
      )}
    </Stack>
  );
}
