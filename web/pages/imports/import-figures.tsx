import { Text } from '@mantine/core';
import type { ImportView } from '../../../src/contract/imports';
import { useFormat } from '../../text/format';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';
import classes from './imports.module.css';

/** The sums of an import: what is nought and seldom is left out. */
export function ImportFigures({ totals }: { totals: ImportView['totals'] }): React.JSX.Element {
  const text = useText(importsText);
  const format = useFormat();
  const always = ['rows', 'inserted', 'updated', 'unchanged', 'rejected'] as const;
  const seldom = (['waiting', 'ignored', 'repeated'] as const).filter((name) => totals[name] > 0);
  const names = [...always, ...seldom];
  return (
    <dl className={classes.figures}>
      {names.map((name) => (
        <div key={name}>
          <Text component="dt" fz="xs" c="dimmed">
            {text[name]}
          </Text>
          <dd>{format.number(totals[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
