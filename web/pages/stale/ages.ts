import { useComputedColorScheme } from '@mantine/core';
import { useFormat } from '../../text/format';
import { staleText } from '../../text/stale';
import { useText } from '../../text/texts';

export interface Age {
  from: number;
  to: number | null;
}

/** From young to old; the first is for what has just come in. Each stands apart from its neighbours and from the ground. */
const COLOURS = {
  light: ['#c9d6cf', '#f2c14e', '#e0842b', '#b9501d', '#7d2a12'],
  dark: ['#4b5a53', '#f4d58a', '#ee9f4e', '#d9703c', '#b04a34'],
};

/** One colour per age bucket, youngest first, whatever their number. */
export function useAgeColours(count: number): string[] {
  const colours = COLOURS[useComputedColorScheme('light')];
  const last = colours.length - 1;
  return Array.from({ length: count }, (_, i) =>
    i === 0 ? colours[0]! : colours[count <= 2 ? last - 1 : 1 + Math.round(((i - 1) * (last - 1)) / (count - 2))]!,
  );
}

/** How an age bucket is called: `31–60 hari`. */
export function useAgeName(): (age: Age) => string {
  const text = useText(staleText);
  const format = useFormat();
  return ({ from, to }) =>
    to === null
      ? text.over({ from: format.number(from - 1) })
      : text.days({ from: format.number(from), to: format.number(to) });
}
