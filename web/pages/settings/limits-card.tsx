import { Paper, SegmentedControl, Select, SimpleGrid, Stack, Switch, Text, Title } from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { ChannelView } from '../../../src/contract/shop';
import type { Limits, Policy } from '../../../src/core/pricing/policy';
import { useProductGroups } from '../../api/products';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import { PolicyField } from './policy-field';
import type { PolicyWords } from './policy-diff';
import { isLooser, LIMIT_NAMES, LIMIT_UNITS } from './policy-fields';

export interface PolicyForm {
  policy: Policy;
  edit(part: Partial<Policy>): void;
  disabled: boolean;
}

const SHOP = 'shop';
const BOOST = 'boost';

/** The limits of the whole shop, or the narrower ones of a channel or a category: which, is in the address. */
export function LimitsCard(
  props: PolicyForm & { words: PolicyWords; channels: readonly ChannelView[] },
): React.JSX.Element {
  const { policy, channels } = props;
  const text = useText(guardrailsText);
  const [search, setSearch] = useSearchParams();
  const scope = search.get('for') ?? SHOP;
  const categories = [
    ...new Set([...(useProductGroups().data?.categories ?? []), ...Object.keys(policy.limitsByCategory)]),
  ].sort();
  const mark = (has: object | undefined, label: string): string =>
    has !== undefined && Object.keys(has).length > 0 ? `${label} ·` : label;
  return (
    <Paper component="section" withBorder p="md">
      <Title order={2} fz="h4">
        {text.groups.limits}
      </Title>
      <Text c="dimmed" mb="sm">
        {text.groupHelp.limits}
      </Text>
      <Select
        label={text.scope}
        maw={340}
        mb="md"
        allowDeselect={false}
        searchable
        value={scope}
        onChange={(value) => setSearch(value === null || value === SHOP ? {} : { for: value }, { replace: true })}
        data={[
          { value: SHOP, label: text.wholeShop },
          { value: BOOST, label: mark(policy.limitsInBoost, text.inBoost) },
          {
            group: text.channels,
            items: channels.map(({ code, name }) => ({
              value: `channel:${code}`,
              label: mark(policy.limitsByChannel[code], name),
            })),
          },
          {
            group: text.categories,
            items: categories.map((name) => ({
              value: `category:${name}`,
              label: mark(policy.limitsByCategory[name], name),
            })),
          },
        ]}
      />
      {scope === SHOP ? (
        <ShopLimits {...props} />
      ) : scope === BOOST ? (
        <BoostLimits {...props} />
      ) : (
        <NarrowerLimits {...props} scope={scope} />
      )}
    </Paper>
  );
}

function ShopLimits({ policy, edit, disabled }: PolicyForm): React.JSX.Element {
  const text = useText(guardrailsText);
  const { limits } = policy;
  const set = (part: Partial<Limits>): void => edit({ limits: { ...limits, ...part } });
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {LIMIT_NAMES.map((name) => (
        <PolicyField
          key={name}
          name={name}
          unit={LIMIT_UNITS[name]}
          value={limits[name]}
          // An emptied field is kept as null until a figure is typed: it cannot be saved meanwhile.
          onChange={(value) => set({ [name]: value })}
          disabled={disabled}
        />
      ))}
      <Switch
        label={text.fields.belowCostAllowed.label}
        description={text.fields.belowCostAllowed.help}
        disabled={disabled}
        checked={limits.belowCostAllowed}
        onChange={(event) => set({ belowCostAllowed: event.currentTarget.checked })}
      />
    </SimpleGrid>
  );
}

/** What the shop allows on the days of a boost; what is left empty is as on other days. */
function BoostLimits({ policy, edit, disabled, words }: PolicyForm & { words: PolicyWords }): React.JSX.Element {
  const text = useText(guardrailsText);
  const own = policy.limitsInBoost;
  const set = (name: keyof Limits, value: number | boolean | null): void => {
    const { [name]: _, ...rest } = own;
    edit({ limitsInBoost: value === null ? rest : { ...rest, [name]: value } });
  };
  return (
    <Stack>
      <Text fz="sm" c="dimmed">
        {text.boosted}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {LIMIT_NAMES.map((name) => (
          <PolicyField
            key={name}
            name={name}
            unit={LIMIT_UNITS[name]}
            value={own[name] ?? null}
            onChange={(typed) => set(name, typed)}
            disabled={disabled}
            placeholder={text.asOtherDays({ value: words.figure(policy.limits[name], LIMIT_UNITS[name]) })}
          />
        ))}
        <Switch
          label={text.fields.belowCostAllowed.label}
          description={text.fields.belowCostAllowed.help}
          disabled={disabled}
          checked={own.belowCostAllowed ?? policy.limits.belowCostAllowed}
          onChange={({ currentTarget: { checked } }) =>
            set('belowCostAllowed', checked === policy.limits.belowCostAllowed ? null : checked)
          }
        />
      </SimpleGrid>
    </Stack>
  );
}

interface NarrowerProps extends PolicyForm {
  words: PolicyWords;
  scope: string;
}

function NarrowerLimits({ policy, edit, disabled, words, scope }: NarrowerProps): React.JSX.Element {
  const text = useText(guardrailsText);
  const places = scope.startsWith('channel:') ? 'limitsByChannel' : 'limitsByCategory';
  const key = scope.slice(scope.indexOf(':') + 1);
  const own = Object.hasOwn(policy[places], key) ? policy[places][key]! : {};
  const set = (name: keyof Limits, value: number | boolean | null): void => {
    const { [name]: _, ...rest } = own;
    const next = value === null ? rest : { ...rest, [name]: value };
    const { [key]: __, ...others } = policy[places];
    edit({ [places]: Object.keys(next).length === 0 ? others : { ...others, [key]: next } });
  };
  return (
    <Stack>
      <Text fz="sm" c="dimmed">
        {text.narrower}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {LIMIT_NAMES.map((name) => {
          const shop = words.figure(policy.limits[name], LIMIT_UNITS[name]);
          const value = own[name] ?? null;
          const hint =
            value !== null && isLooser[name](value, policy.limits[name]) ? text.looser({ value: shop }) : null;
          return (
            <PolicyField
              key={name}
              name={name}
              unit={LIMIT_UNITS[name]}
              value={value}
              onChange={(typed) => set(name, typed)}
              disabled={disabled}
              placeholder={text.asShop({ value: shop })}
              {...(hint === null ? {} : { hint })}
            />
          );
        })}
        <div>
          <Text fz="sm" fw={500} mb={4}>
            {text.fields.belowCostAllowed.label}
          </Text>
          <SegmentedControl
            aria-label={text.fields.belowCostAllowed.label}
            disabled={disabled}
            value={own.belowCostAllowed === false ? 'never' : 'follow'}
            onChange={(value) => set('belowCostAllowed', value === 'never' ? false : null)}
            data={[
              { value: 'follow', label: text.belowCostOwn.follow },
              { value: 'never', label: text.belowCostOwn.never },
            ]}
          />
        </div>
      </SimpleGrid>
    </Stack>
  );
}
