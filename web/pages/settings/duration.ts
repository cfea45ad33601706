import { useFormat } from '../../text/format';
import { profileText } from '../../text/settings-profile';
import { useText } from '../../text/texts';

export const UNIT_MINUTES = { minutes: 1, hours: 60, days: 1440 } as const;
export type Unit = keyof typeof UNIT_MINUTES;

/** The largest unit in which a length is whole: 90 minutes, 2 hours, 30 days. */
export function unitOf(minutes: number): Unit {
  if (minutes > 0 && minutes % UNIT_MINUTES.days === 0) return 'days';
  return minutes > 0 && minutes % UNIT_MINUTES.hours === 0 ? 'hours' : 'minutes';
}

/** Days, hours and minutes of a length, those that are zero left out. */
export function partsOf(minutes: number): [count: number, unit: Unit][] {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts: [number, Unit][] = [
    [days, 'days'],
    [hours, 'hours'],
    [minutes % 60, 'minutes'],
  ];
  const shown = parts.filter(([count]) => count > 0);
  return shown.length === 0 ? [[0, 'minutes']] : shown;
}

/** Writes a length of time: `179 hari 23 jam 59 menit`. */
export function useDuration(): (minutes: number) => string {
  const { time } = useText(profileText);
  const format = useFormat();
  return (minutes) =>
    partsOf(minutes)
      .map(([count, unit]) => time[unit]({ count: format.number(count) }))
      .join(' ');
}
