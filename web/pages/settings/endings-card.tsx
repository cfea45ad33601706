import { ActionIcon, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { PriceEnding } from '../../../src/core/pricing/policy';
import { useFormat } from '../../text/format';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import type { PolicyForm } from './limits-card';
import { MoneyField } from './number-fields';
import { PolicyField } from './policy-field';
import { FIGURES } from './policy-fields';
import { WholeList } from './whole-list';

/** How prices end, band by band, and how far apart variants may be. */
export function EndingsCard({ policy, edit, disabled }: PolicyForm): React.JSX.Element {
  const text = useText(guardrailsText);
  const bands = policy.priceEndings;
  const set = (index: number, part: Partial<PriceEnding>): void =>
    edit({ priceEndings: bands.map((band, i) => (i === index ? { ...band, ...part } : band)) });
  return (
    <Paper component="section" withBorder p="md">
      <Title order={2} fz="h4">
        {text.groups.endings}
      </Title>
      <Text c="dimmed" mb="sm">
        {text.groupHelp.endings}
      </Text>
      <Text fw={500} fz="sm">
        {text.endings.title}
      </Text>
      <Text fz="xs" c="dimmed" mb="xs">
        {bands.length === 0 ? text.endings.any : text.endings.help}
      </Text>
      <Stack gap="lg" mb="lg">
        {bands.map((band, index) => (
          <Band
            key={index}
            band={band}
            disabled={disabled}
            onChange={(part) => set(index, part)}
            onRemove={() => edit({ priceEndings: open(bands.filter((_, i) => i !== index)) })}
          />
        ))}
        {!disabled && (
          <Button
            variant="default"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => edit({ priceEndings: withBand(bands) })}
          >
            {text.endings.add}
          </Button>
        )}
      </Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {FIGURES.endings.map(([name, unit]) => (
          <PolicyField
            key={name}
            name={name}
            unit={unit}
            value={policy[name]}
            onChange={(value) => edit({ [name]: value })}
            disabled={disabled}
          />
        ))}
      </SimpleGrid>
    </Paper>
  );
}

/** The last band takes all prices that no other has. */
const open = (bands: readonly PriceEnding[]): PriceEnding[] =>
  bands.map((band, i) => (i === bands.length - 1 ? { ...band, below: null } : band));

/** One more band below the open one, ten times as far as the one before it. */
function withBand(bands: readonly PriceEnding[]): PriceEnding[] {
  const last = bands.at(-1) ?? { below: null, step: 1_000, endings: [900] };
  const before = bands.at(-2)?.below ?? last.step;
  return bands.length === 0 ? [last] : [...bands.slice(0, -1), { ...last, below: before * 10 }, last];
}

interface BandProps {
  band: PriceEnding;
  disabled: boolean;
  onChange(part: Partial<PriceEnding>): void;
  onRemove(): void;
}

function Band({ band, disabled, onChange, onRemove }: BandProps): React.JSX.Element {
  const text = useText(guardrailsText);
  const format = useFormat();
  const examples = band.endings.slice(0, 3).map((ending) => format.money(3 * band.step + ending));
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <SimpleGrid cols={{ base: 1, sm: 3 }} style={{ flex: 1 }}>
        {band.below === null ? (
          <div>
            <Text fz="sm" fw={500}>
              {text.endings.rest}
            </Text>
            <Text fz="xs" c="dimmed">
              {text.endings.example({ prices: examples.join(', ') })}
            </Text>
          </div>
        ) : (
          <MoneyField
            label={text.endings.below}
            description={text.endings.example({ prices: examples.join(', ') })}
            inputWrapperOrder={['label', 'input', 'description']}
            disabled={disabled}
            max={900_000_000_000}
            value={band.below}
            onChange={(below) => below !== null && onChange({ below })}
          />
        )}
        <MoneyField
          label={text.endings.step}
          disabled={disabled}
          max={900_000_000_000}
          value={band.step}
          onChange={(step) => onChange({ step: step as number })}
        />
        <WholeList
          label={text.endings.endings}
          help={text.endings.endingsHelp}
          values={band.endings}
          onChange={(endings) => onChange({ endings })}
          disabled={disabled}
        />
      </SimpleGrid>
      {!disabled && (
        <ActionIcon variant="subtle" color="gray" size={40} mt={22} aria-label={text.endings.remove} onClick={onRemove}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}
