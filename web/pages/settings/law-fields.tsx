import { NumberInput, Paper, Select, Stack, Text, Title } from '@mantine/core';
import type { ShopView } from '../../../src/contract/shop';
import { shopText } from '../../text/settings-shop';
import { useText } from '../../text/texts';

type Law = ShopView['priceLaw'];

/** The Directive asks for 30 days at least; the Indonesian law names no number. */
const DAYS_MIN: Record<Law['profile'], number> = { ID: 1, EU: 30 };

interface LawFieldsProps {
  law: Law;
  isOwner: boolean;
  onChange(law: Law): void;
}

/** Which law discounts are held against, and how far back. */
export function LawFields({ law, isOwner, onChange }: LawFieldsProps): React.JSX.Element {
  const text = useText(shopText).shop;
  const choose = (profile: Law['profile']): void => onChange({ profile, days: Math.max(law.days, DAYS_MIN[profile]) });
  return (
    <Paper component="section" withBorder p="md">
      <Title order={2} fz="h5">
        {text.law}
      </Title>
      <Text fz="sm" c="dimmed" mb="sm">
        {text.lawHelp}
      </Text>
      <Stack>
        <Select
          label={text.lawProfile}
          description={text.lawSays[law.profile]}
          allowDeselect={false}
          disabled={!isOwner}
          value={law.profile}
          onChange={(value) => choose(value as Law['profile'])}
          data={(['ID', 'EU'] as const).map((value) => ({ value, label: text.laws[value] }))}
        />
        <NumberInput
          label={text.lawDays}
          min={DAYS_MIN[law.profile]}
          max={365}
          allowDecimal={false}
          maw={220}
          disabled={!isOwner}
          value={law.days}
          onChange={(value) => onChange({ ...law, days: Number(value) })}
        />
      </Stack>
    </Paper>
  );
}
