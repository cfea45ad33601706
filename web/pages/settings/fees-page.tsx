import { Alert, Button, Select, SimpleGrid, Stack } from '@mantine/core';
import { IconInfoCircle, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ChannelView, FeeList, FeeView } from '../../../src/contract/shop';
import { useChannels } from '../../api/channels';
import { useFees } from '../../api/fees';
import { Allowed } from '../../parts/allowed';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { settingsText } from '../../text/settings';
import { feesText } from '../../text/settings-fees';
import { useText } from '../../text/texts';
import { FeeExample } from './fee-example';
import { FeeRows } from './fee-rows';
import { ReadOnlyNote } from './read-only-note';
import { RemoveFee } from './remove-fee';

const FeeForm = lazy(() => import('./fee-form'));

/** What is open over the list: a row by its place, or a new one that begins as another. */
export type OpenFee =
  { what: 'edit'; index: number } | { what: 'remove'; index: number } | { what: 'add'; like: FeeView | null };

export default function FeesPage(): React.JSX.Element {
  const text = useText(feesText);
  const { sections } = useText(settingsText);
  const channels = useChannels();
  const [search, setSearch] = useSearchParams();
  const shown = channels.data?.find(({ code }) => code === search.get('channel')) ?? channels.data?.[0];
  return (
    <Page title={sections.fees} intro={text.intro}>
      <ReadOnlyNote />
      {channels.isPending && <Loading />}
      {channels.isError && <ProblemNote error={channels.error} retry={() => void channels.refetch()} />}
      {shown !== undefined && (
        <Stack>
          <Select
            label={text.channel}
            maw={320}
            allowDeselect={false}
            value={shown.code}
            onChange={(code) => code !== null && setSearch({ channel: code }, { replace: true })}
            data={(channels.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          />
          <ChannelFees key={shown.code} channel={shown} />
        </Stack>
      )}
    </Page>
  );
}

function ChannelFees({ channel }: { channel: ChannelView }): React.JSX.Element {
  const fees = useFees(channel.code);
  if (fees.isPending) return <Loading />;
  if (fees.isError) return <ProblemNote error={fees.error} retry={() => void fees.refetch()} />;
  return <Fees channel={channel} fees={fees.data} />;
}

function Fees({ channel, fees }: { channel: ChannelView; fees: FeeList }): React.JSX.Element {
  const text = useText(feesText);
  const [open, setOpen] = useState<OpenFee | null>(null);
  const close = (): void => setOpen(null);
  const isUnverified = fees.items.some(({ source }) => /assumed|not verified/.test(source));
  return (
    <>
      {isUnverified && (
        <Alert color="orange" icon={<IconInfoCircle aria-hidden />}>
          {text.warning}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <FeeExample fees={fees.items} />
        <Stack gap="sm">
          <FeeRows channel={channel} fees={fees.items} onOpen={setOpen} />
          <Allowed role="owner">
            <Button
              variant="default"
              leftSection={<IconPlus size={18} aria-hidden />}
              style={{ alignSelf: 'flex-start' }}
              onClick={() => setOpen({ what: 'add', like: null })}
            >
              {text.add}
            </Button>
          </Allowed>
        </Stack>
      </SimpleGrid>
      <Suspense>
        {open !== null && open.what !== 'remove' && (
          <FeeForm channel={channel} fees={fees} open={open} onClose={close} />
        )}
      </Suspense>
      {open?.what === 'remove' && <RemoveFee channel={channel} fees={fees} index={open.index} onClose={close} />}
    </>
  );
}
