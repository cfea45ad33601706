import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSaySkus, useUnmapped, useUnmappedCounts } from '../../api/channel-skus';
import { useChannelNames } from '../../api/channels';
import { useMay } from '../../api/session';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { channelSkusText } from '../../text/channel-skus';
import { useFormat } from '../../text/format';
import { useText } from '../../text/texts';
import { UnmappedRow, type Meaning } from './unmapped-row';

/** What rows of channels wait for, and which product each is. Nothing is shown where nothing waits. */
export function UnmappedSkus(): React.JSX.Element | null {
  const text = useText(channelSkusText);
  const format = useFormat();
  const nameOf = useChannelNames();
  const mayChange = useMay('merchandiser');
  const [search, setSearch] = useSearchParams();
  const [said, setSaid] = useState<string | null>(null);
  const counts = useUnmappedCounts();
  const waiting = counts.data ?? [];
  const shown = waiting.find(({ channel }) => channel === search.get('waiting')) ?? waiting[0];
  if (shown === undefined) {
    return said === null ? null : (
      <Text fz="sm" role="status">
        {said}
      </Text>
    );
  }
  const choose = (channel: string): void => {
    const next = new URLSearchParams(search);
    next.set('waiting', channel);
    setSearch(next, { replace: true });
  };
  return (
    <Section
      title={text.title}
      intro={mayChange ? text.intro : text.introViewer}
      actions={
        <NativeSelect
          aria-label={text.channel}
          value={shown.channel}
          data={waiting.map(({ channel, unmapped }) => ({
            value: channel,
            label: text.channelWith({ name: nameOf(channel), count: format.number(unmapped) }),
          }))}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        />
      }
    >
      <ChannelRows key={shown.channel} code={shown.channel} onSaid={setSaid} mayChange={mayChange} />
      {said !== null && (
        <Text fz="sm" mt="sm" role="status">
          {said}
        </Text>
      )}
    </Section>
  );
}

interface ChannelRowsProps {
  code: string;
  mayChange: boolean;
  onSaid(sentence: string): void;
}

function ChannelRows({ code, mayChange, onSaid }: ChannelRowsProps): React.JSX.Element {
  const text = useText(channelSkusText);
  const format = useFormat();
  const unmapped = useUnmapped(code);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Meaning>>(new Map());
  const say = useSaySkus(code, ({ imports }) => {
    const told = [text.saved({ count: format.number(chosen.size) })];
    if (imports.length > 0) told.push(text.bringing);
    if ([...chosen.values()].includes('not-ours')) told.push(text.putAside);
    onSaid(told.join(' '));
    setChosen(new Map());
  });
  const choose = (channelSku: string, meaning: Meaning | null): void => {
    const next = new Map(chosen);
    if (meaning === null) next.delete(channelSku);
    else next.set(channelSku, meaning);
    setChosen(next);
  };
  const rows = unmapped.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Stack gap="sm">
      {unmapped.isPending && <Loading />}
      {unmapped.isError && <ProblemNote error={unmapped.error} retry={() => void unmapped.refetch()} />}
      <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
        {rows.map((row) => (
          <UnmappedRow
            key={row.channelSku}
            row={row}
            chosen={chosen.get(row.channelSku) ?? null}
            isBusy={say.isPending}
            mayChange={mayChange}
            onChoose={(meaning) => choose(row.channelSku, meaning)}
          />
        ))}
      </Stack>
      {say.isError && <ProblemNote error={say.error} />}
      <Group gap="sm">
        {mayChange && rows.length > 0 && (
          <Button
            loading={say.isPending}
            disabled={chosen.size === 0}
            onClick={() =>
              say.send([...chosen].map(([channelSku, is]) => ({ channelSku, sku: is === 'not-ours' ? null : is.sku })))
            }
          >
            {chosen.size === 0 ? text.nothingChosen : text.save({ count: format.number(chosen.size) })}
          </Button>
        )}
        {unmapped.hasNextPage && (
          <Button variant="default" loading={unmapped.isFetchingNextPage} onClick={() => void unmapped.fetchNextPage()}>
            {text.more}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
