import { Button, Group, NativeSelect, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useForgetSku, useSaidSkus, type ChannelSkuView, type SaidFilter } from '../../api/channel-skus';
import { useChannels } from '../../api/channels';
import { Allowed } from '../../parts/allowed';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { channelSkusText } from '../../text/channel-skus';
import { useFormat } from '../../text/format';
import { useText } from '../../text/texts';
import classes from './imports.module.css';
import { OpenSection } from './open-section';

const ASK_AFTER_MS = 250;
const WHICH = { all: undefined, products: true, notOurs: false };

/** What somebody has said of the SKUs of a channel, of products and of what is not the shop's; it is fetched when somebody asks for it. */
export function SaidSkus(): React.JSX.Element {
  const text = useText(channelSkusText);
  const [isOpen, setOpen] = useState(false);
  return (
    <OpenSection
      title={text.said}
      intro={text.saidWhy}
      action={
        <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? text.hide : text.show}
        </Button>
      }
    >
      {isOpen && <SaidList />}
    </OpenSection>
  );
}

function SaidList(): React.JSX.Element {
  const text = useText(channelSkusText);
  const channels = (useChannels().data ?? []).filter(({ isActive }) => isActive);
  const [picked, setPicked] = useState<string | null>(null);
  const [which, setWhich] = useState<keyof typeof WHICH>('all');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), ASK_AFTER_MS);
  const code = picked ?? channels[0]?.code;
  if (code === undefined) return <Loading />;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <NativeSelect
          aria-label={text.channel}
          value={code}
          data={channels.map((channel) => ({ value: channel.code, label: channel.name }))}
          onChange={({ currentTarget }) => setPicked(currentTarget.value)}
        />
        <NativeSelect
          aria-label={text.which}
          value={which}
          data={(['all', 'products', 'notOurs'] as const).map((each) => ({ value: each, label: text.whiches[each] }))}
          onChange={({ currentTarget }) => setWhich(currentTarget.value as keyof typeof WHICH)}
        />
        <TextInput
          aria-label={text.search}
          placeholder={text.search}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </Group>
      <SaidRows key={code} code={code} filter={{ search, ours: WHICH[which] }} />
    </Stack>
  );
}

function SaidRows({ code, filter }: { code: string; filter: SaidFilter }): React.JSX.Element {
  const text = useText(channelSkusText);
  const said = useSaidSkus(code, filter);
  const rows = said.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Stack gap="xs">
      {said.isPending && <Loading />}
      {said.isError && <ProblemNote error={said.error} retry={() => void said.refetch()} />}
      {said.isSuccess && rows.length === 0 && (
        <Text fz="sm" c="dimmed">
          {filter.search === '' && filter.ours === undefined ? text.noneSaid : text.noneFound}
        </Text>
      )}
      {rows.map((row) => (
        <SaidRow key={row.channelSku} code={code} row={row} />
      ))}
      {said.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={said.isFetchingNextPage} onClick={() => void said.fetchNextPage()}>
            {text.more}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function SaidRow({ code, row }: { code: string; row: ChannelSkuView }): React.JSX.Element {
  const text = useText(channelSkusText);
  const format = useFormat();
  const forget = useForgetSku(code);
  const { channelSku, sku, name, aside } = row;
  const rows = aside === 0 ? '' : text.aside({ count: format.number(aside) });
  return (
    <Paper withBorder px="sm" py="xs">
      <div className={classes.said}>
        <Text fz="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {channelSku}
        </Text>
        <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
          {sku === null ? [text.notOurs, rows].filter(Boolean).join(' · ') : text.is({ sku, name: name ?? sku })}
        </Text>
        <Allowed role="merchandiser">
          <Button
            variant="default"
            loading={forget.isPending}
            aria-label={(sku === null ? text.takeBackOf : text.forgetOf)({ channelSku })}
            onClick={() => forget.send(channelSku)}
          >
            {sku === null ? text.takeBack : text.forget}
          </Button>
        </Allowed>
      </div>
      {forget.isError && <ProblemNote error={forget.error} />}
    </Paper>
  );
}
