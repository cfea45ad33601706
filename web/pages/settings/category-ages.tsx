import { ActionIcon, Autocomplete, Button, Group, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useProductGroups } from '../../api/products';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import { WholeField } from './number-fields';

interface CategoryAgesProps {
  ages: Readonly<Record<string, number>>;
  /** The shop's own limit: what a new one begins with. */
  shop: number;
  onChange(ages: Record<string, number>): void;
  disabled: boolean;
}

/** After how many days stock of a category is stale, where that is another age than the shop's. */
export function CategoryAges({ ages, shop, onChange, disabled }: CategoryAgesProps): React.JSX.Element {
  const text = useText(guardrailsText);
  const [name, setName] = useState('');
  const categories = (useProductGroups().data?.categories ?? []).filter((category) => !Object.hasOwn(ages, category));
  const set = (category: string, days: number | null): void => onChange({ ...ages, [category]: days as number });
  return (
    <div>
      <Text fw={500} fz="sm">
        {text.own.title}
      </Text>
      <Text fz="xs" c="dimmed" mb="xs">
        {text.own.help}
      </Text>
      <Stack gap="xs">
        {Object.keys(ages).map((category) => (
          <Group key={category} gap="xs" wrap="nowrap">
            <Text style={{ flex: 1, minWidth: 0 }} truncate>
              {category}
            </Text>
            <WholeField
              w={120}
              aria-label={category}
              suffix={text.units.days}
              max={3650}
              disabled={disabled}
              value={ages[category] ?? null}
              onChange={(days) => set(category, days)}
            />
            {!disabled && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={40}
                aria-label={text.own.remove({ name: category })}
                onClick={() => {
                  const { [category]: _, ...rest } = ages;
                  onChange(rest);
                }}
              >
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!disabled && (
          <Group gap="xs" align="flex-end">
            <Autocomplete
              style={{ flex: 1 }}
              label={text.own.category}
              maxLength={200}
              value={name}
              onChange={setName}
              data={categories}
            />
            <Button
              variant="default"
              disabled={name.trim() === '' || Object.hasOwn(ages, name.trim())}
              onClick={() => {
                set(name.trim(), shop);
                setName('');
              }}
            >
              {text.own.add}
            </Button>
          </Group>
        )}
      </Stack>
    </div>
  );
}
