import { Loader, Text } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { SuggestionView } from '../../../src/contract/suggestions';
import { inboxText } from '../../text/inbox';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';
import type { RowActions, RowProps } from './row-actions';
import { useChannelName } from './row-parts';
import { SuggestionCard } from './suggestion-card';
import { SuggestionRow } from './suggestion-row';
import type { Refusal } from './use-decisions';

const READ_AHEAD = 20;
const HEIGHT = { card: 330, row: 109 };

interface SuggestionListProps {
  label: string;
  rows: readonly SuggestionView[];
  isPhone: boolean;
  mayDecide: boolean;
  /** The actor of the reader. */
  me: string;
  activeId: number | null;
  selected: ReadonlyMap<number, unknown>;
  isAllSelected: boolean;
  refusals: ReadonlyMap<number, Refusal>;
  actions: RowActions;
  hasMore: boolean;
  onMore(): void;
}

/** Rows of which only those in sight exist; more are read shortly before they are reached. */
export function SuggestionList(props: SuggestionListProps): React.JSX.Element {
  const { label, rows, isPhone, activeId, hasMore, onMore } = props;
  const text = useText(inboxText);
  const place = useRef<HTMLUListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    setScrollMargin(place.current?.offsetTop ?? 0);
  }, [isPhone]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (isPhone ? HEIGHT.card : HEIGHT.row),
    getItemKey: (index) => rows[index]!.id,
    overscan: isPhone ? 3 : 6,
    scrollMargin,
    scrollPaddingStart: 140,
    scrollPaddingEnd: 120,
  });
  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - READ_AHEAD) onMore();
  }, [hasMore, lastShown, rows.length, onMore]);

  const activeAt = activeId === null ? -1 : rows.findIndex(({ id }) => id === activeId);
  const wasActive = useRef(activeId);
  useEffect(() => {
    if (activeId === wasActive.current) return;
    wasActive.current = activeId;
    if (activeAt >= 0) virtual.scrollToIndex(activeAt, { align: 'auto' });
  }, [activeId, activeAt, virtual]);

  const channelName = useChannelName();
  const Row = isPhone ? SuggestionCard : SuggestionRow;
  return (
    <div className={isPhone ? undefined : `${classes.frame} ${props.mayDecide ? '' : classes.rowsReadOnly}`}>
      {!isPhone && (
        <div className={classes.head} aria-hidden>
          {props.mayDecide && <span />}
          <span>{text.product}</span>
          <span>{text.price}</span>
          <span>{text.why}</span>
          <span>{text.result}</span>
          {props.mayDecide && <span />}
        </div>
      )}
      <ul ref={place} className={classes.list} aria-label={label} style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, key, start }) => (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className={classes.place}
            aria-setsize={hasMore ? -1 : rows.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - scrollMargin}px)` }}
          >
            <Row {...rowProps(props, rows[index]!)} channel={channelName(rows[index]!.channel)} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <Text ta="center" py="sm">
          <Loader size="xs" aria-hidden />
        </Text>
      )}
    </div>
  );
}

function rowProps(list: SuggestionListProps, row: SuggestionView): Omit<RowProps, 'channel'> {
  const { id } = row;
  return {
    row,
    isActive: id === list.activeId,
    isSelected: list.isAllSelected || list.selected.has(id),
    mayDecide: list.mayDecide,
    isOwnFirst: row.firstApproval?.by === list.me,
    refusal: list.refusals.get(id),
    actions: list.actions,
  };
}
