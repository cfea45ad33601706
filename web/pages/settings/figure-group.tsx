import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import { CategoryAges } from './category-ages';
import type { PolicyForm } from './limits-card';
import { PolicyField } from './policy-field';
import { ELASTICITY, FIGURES } from './policy-fields';
import { WholeList } from './whole-list';

interface FigureGroupProps extends PolicyForm {
  group: 'stale' | 'suggestions' | 'voucher' | 'forecast';
}

/** Settings of one group, a figure each, and what belongs to them besides. */
export function FigureGroup({ group, policy, edit, disabled }: FigureGroupProps): React.JSX.Element {
  const text = useText(guardrailsText);
  return (
    <Paper component="section" withBorder p="md">
      <Title order={2} fz="h4">
        {text.groups[group]}
      </Title>
      <Text c="dimmed" mb="sm">
        {text.groupHelp[group]}
      </Text>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {FIGURES[group].map(([name, unit]) => (
            <PolicyField
              key={name}
              name={name}
              unit={unit}
              value={policy[name]}
              onChange={(value) => edit({ [name]: value })}
              disabled={disabled}
            />
          ))}
          {group === 'forecast' &&
            ELASTICITY.map(([name, key, unit]) => (
              <PolicyField
                key={name}
                name={name}
                unit={unit}
                value={policy.elasticityPrior[key]}
                onChange={(value) => edit({ elasticityPrior: { ...policy.elasticityPrior, [key]: value } })}
                disabled={disabled}
              />
            ))}
          {group === 'stale' && (
            <WholeList
              label={text.fields.bucketEdgesDays.label}
              help={text.fields.bucketEdgesDays.help}
              values={policy.bucketEdgesDays}
              onChange={(bucketEdgesDays) => edit({ bucketEdgesDays })}
              disabled={disabled}
            />
          )}
        </SimpleGrid>
        {group === 'stale' && (
          <CategoryAges
            ages={policy.staleAfterDaysByCategory}
            shop={policy.staleAfterDays}
            onChange={(staleAfterDaysByCategory) => edit({ staleAfterDaysByCategory })}
            disabled={disabled}
          />
        )}
      </Stack>
    </Paper>
  );
}
