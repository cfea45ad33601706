import { Button, Group, NumberInput, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { ShopView } from '../../../src/contract/shop';
import { useMay } from '../../api/session';
import { useChangeShop, useShop } from '../../api/shop';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { settingsText } from '../../text/settings';
import { shopText } from '../../text/settings-shop';
import { useText } from '../../text/texts';
import { LawFields } from './law-fields';
import { ReadOnlyNote } from './read-only-note';

export default function ShopPage(): React.JSX.Element {
  const { sections, about } = useText(settingsText);
  const shop = useShop();
  return (
    <Page title={sections.shop} intro={about.shop}>
      <ReadOnlyNote />
      {shop.isPending && <Loading />}
      {shop.isError && <ProblemNote error={shop.error} retry={() => void shop.refetch()} />}
      {shop.data && <ShopForm shop={shop.data} />}
    </Page>
  );
}

/** Zones of the archipelago first: few shops stand elsewhere. */
const NEAR = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'];
const ZONES = [...NEAR, ...Intl.supportedValuesOf('timeZone').filter((zone) => !NEAR.includes(zone))];

type Content = Pick<ShopView, 'name' | 'locale' | 'currency' | 'scale' | 'timeZone' | 'priceLaw'>;
const KEYS = ['name', 'locale', 'currency', 'scale', 'timeZone', 'priceLaw'] as const;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function ShopForm({ shop }: { shop: ShopView }): React.JSX.Element {
  const text = useText(shopText).shop;
  const { save, saved } = useText(settingsText);
  const isOwner = useMay('owner');
  const [content, setContent] = useState<Content>(shop);
  const change = useChangeShop(() => undefined);
  const set = (part: Partial<Content>): void => {
    change.reset();
    setContent({ ...content, ...part });
  };
  const changed = KEYS.filter((key) => !isSame(content[key], shop[key]));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!change.isPending) change.send(Object.fromEntries(changed.map((key) => [key, content[key]])));
      }}
    >
      <Stack maw={620} component="div">
        <Paper withBorder p="md">
          <Stack>
            <TextInput
              label={text.name}
              required
              withAsterisk={false}
              maxLength={200}
              disabled={!isOwner}
              value={content.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <Select
              label={text.locale}
              description={text.localeHelp}
              allowDeselect={false}
              disabled={!isOwner}
              value={content.locale}
              onChange={(value) => set({ locale: value as Content['locale'] })}
              data={[
                { value: 'id', label: text.indonesian },
                { value: 'en', label: text.english },
              ]}
            />
          </Stack>
        </Paper>
        <Paper component="section" withBorder p="md">
          <Title order={2} fz="h5">
            {text.money}
          </Title>
          <Text fz="sm" c="dimmed" mb="sm">
            {text.moneyHelp}
          </Text>
          <Stack>
            <Group grow align="flex-start">
              <TextInput
                label={text.currency}
                description={text.currencyHelp}
                required
                withAsterisk={false}
                maxLength={3}
                disabled={!isOwner}
                value={content.currency}
                onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
              />
              <NumberInput
                label={text.scale}
                description={text.scaleHelp}
                min={0}
                max={4}
                allowDecimal={false}
                disabled={!isOwner}
                value={content.scale}
                onChange={(value) => set({ scale: Number(value) })}
              />
            </Group>
            <Select
              label={text.timeZone}
              description={text.timeZoneHelp}
              searchable
              allowDeselect={false}
              limit={60}
              disabled={!isOwner}
              value={content.timeZone}
              onChange={(value) => set({ timeZone: value ?? content.timeZone })}
              data={ZONES}
            />
            {content.currency !== shop.currency && <Text fz="sm">{text.basis}</Text>}
          </Stack>
        </Paper>
        <LawFields law={content.priceLaw} isOwner={isOwner} onChange={(priceLaw) => set({ priceLaw })} />
        {change.isError && <ProblemNote error={change.error} />}
        {isOwner && (
          <Group>
            <Button type="submit" loading={change.isPending} disabled={changed.length === 0}>
              {save}
            </Button>
            {change.isSuccess && changed.length === 0 && <Text role="status">{saved}</Text>}
          </Group>
        )}
      </Stack>
    </form>
  );
}
