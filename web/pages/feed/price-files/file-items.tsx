import { Anchor, Stack, Text } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { Link } from 'react-router';
import { usePriceFileItems, type PriceFileItemView, type PriceFileView } from '../../../api/price-files';
import { Loading } from '../../../parts/loading';
import { ProblemNote } from '../../../parts/problem-note';
import { priceFilesText } from '../../../text/price-files';
import { useFormat } from '../../../text/format';
import { useText } from '../../../text/texts';
import classes from './price-files.module.css';

const SHOWN = 10;

/** What stands in a file, and before it all that somebody must look at: left out, refused, other than expected. */
export default function FileItems({ code, file }: { code: string; file: PriceFileView }): React.JSX.Element {
  const text = useText(priceFilesText);
  const format = useFormat();
  const items = usePriceFileItems(code, file.id);
  if (items.isPending) return <Loading />;
  if (items.isError) return <ProblemNote error={items.error} retry={() => void items.refetch()} />;
  const rows = items.data.items;
  const inFile = rows.filter(({ state }) => state !== 'left-out');
  const leftOut = rows.filter(({ state }) => state === 'left-out');
  const obstacles = [...new Set(leftOut.flatMap(({ obstacle }) => obstacle ?? []))];
  return (
    <Stack gap="md" mt="sm">
      {leftOut.length > 0 && (
        <div>
          <Text fw={600} fz="sm">
            {text.leftOutTitle}
          </Text>
          {obstacles.map((obstacle) => (
            <Reason
              key={obstacle}
              title={text.obstacles[obstacle]}
              rows={leftOut.filter((row) => row.obstacle === obstacle)}
              {...(obstacle === 'not-yet'
                ? { say: ({ startsAt }) => text.starts({ at: format.instant(startsAt) }) }
                : {})}
            />
          ))}
        </div>
      )}
      <Part
        title={text.refusedTitle}
        rows={inFile.filter(({ state }) => state === 'refused')}
        say={({ message }) => message}
      />
      <Part
        title={text.unexpectedTitle}
        rows={inFile.filter(isUnexpected)}
        say={({ shownPrice, expectedPrice, price }) =>
          text.unexpectedWhat({
            shown: format.money(shownPrice),
            expected: format.money(expectedPrice),
            price: format.money(price),
          })
        }
      />
      <Part
        title={text.inFileTitle}
        rows={inFile}
        say={({ price, action, kind }) =>
          action === 'stop' || kind === 'base' ? `${format.money(price)} (${text.toBase})` : format.money(price)
        }
      />
    </Stack>
  );
}

const isUnexpected = ({ shownPrice, expectedPrice, price }: PriceFileItemView): boolean =>
  shownPrice !== null && expectedPrice !== null && shownPrice !== expectedPrice && shownPrice !== price;

interface PartProps {
  title: string;
  rows: readonly PriceFileItemView[];
  say?: (row: PriceFileItemView) => ReactNode;
}

function Part({ title, rows, say }: PartProps): React.JSX.Element | null {
  if (rows.length === 0) return null;
  return (
    <div>
      <Text fw={600} fz="sm">
        {title}
      </Text>
      <Products rows={rows} say={say} />
    </div>
  );
}

function Reason({ title, rows, say }: PartProps): React.JSX.Element {
  return (
    <div className={classes.reason}>
      <Text fz="sm">{title}</Text>
      <Products rows={rows} say={say} />
    </div>
  );
}

function Products({ rows, say }: Omit<PartProps, 'title'>): React.JSX.Element {
  const text = useText(priceFilesText);
  const format = useFormat();
  return (
    <Text component="ul" fz="sm" c="dimmed" className={classes.products!}>
      {rows.slice(0, SHOWN).map((row) => (
        <li key={row.position}>
          <Anchor component={Link} to={`/products/${encodeURIComponent(row.sku)}`} fz="sm" c="inherit">
            {row.productName}
          </Anchor>
          <Fragment>{say === undefined ? null : <>: {say(row)}</>}</Fragment>
        </li>
      ))}
      {rows.length > SHOWN && <li>{text.more({ count: format.number(rows.length - SHOWN) })}</li>}
    </Text>
  );
}
