import { Autocomplete, Button, Group, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { WhatIfView } from '../../../../src/contract/what-if';
import { useChannels } from '../../../api/channels';
import { useSkuSearch } from '../../../api/products';
import { useWhatIf } from '../../../api/rule-trials';
import type { RuleSetJson } from '../../../api/rules';
import { ProblemNote } from '../../../parts/problem-note';
import { useFormat } from '../../../text/format';
import { useLanguage } from '../../../text/language';
import { ruleTrialsText } from '../../../text/rule-trials';
import { useText } from '../../../text/texts';
import { Marked } from '../rule-words';

interface WhatIfPanelProps {
  ruleSet: RuleSetJson;
  /** Makes the product an example of the rule that is open; left out: none is. */
  onExample?: ((facts: Record<string, unknown>) => void) | undefined;
}

const ASK_AFTER_MS = 250;

/** What a draft says of one product on one channel, as the last run saw it. */
export function WhatIfPanel({ ruleSet, onExample }: WhatIfPanelProps): React.JSX.Element {
  const text = useText(ruleTrialsText).whatIf;
  const channels = useChannels().data ?? [];
  const [sku, setSku] = useState('');
  const [channel, setChannel] = useState<string | null>(null);
  const [search] = useDebouncedValue(sku, ASK_AFTER_MS);
  const found = useSkuSearch(search).data ?? [];
  const whatIf = useWhatIf();
  const where = channel ?? channels[0]?.code ?? null;
  const ask = (): void => {
    if (sku.trim() !== '' && where !== null) whatIf.send({ sku: sku.trim(), channel: where, ruleSet });
  };
  return (
    <Stack gap="md">
      <Text fz="sm" c="dimmed">
        {text.intro}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <Stack gap="xs">
          <Autocomplete
            label={text.sku}
            value={sku}
            onChange={setSku}
            data={found.map((product) => product.sku)}
            filter={({ options }) => options}
            renderOption={({ option }) => (
              <div>
                <Text fz="sm">{found.find((product) => product.sku === option.value)?.name}</Text>
                <Text fz="xs" c="dimmed" ff="monospace">
                  {option.value}
                </Text>
              </div>
            )}
          />
          <Select
            label={text.channel}
            allowDeselect={false}
            value={where}
            onChange={setChannel}
            data={channels.map(({ code, name }) => ({ value: code, label: name }))}
          />
          <Group>
            <Button type="submit" size="sm" loading={whatIf.isPending} disabled={sku.trim() === ''}>
              {text.ask}
            </Button>
          </Group>
        </Stack>
      </form>
      {whatIf.isError && <ProblemNote error={whatIf.error} />}
      {whatIf.data && <Answer answer={whatIf.data} onExample={onExample} />}
    </Stack>
  );
}

function Answer({ answer, onExample }: { answer: WhatIfView; onExample: WhatIfPanelProps['onExample'] }) {
  const text = useText(ruleTrialsText).whatIf;
  const format = useFormat();
  const language = useLanguage();
  const { suggestion, alerts, matched, silent, facts } = answer;
  return (
    <Stack gap="sm" role="status">
      <Paper withBorder p="sm">
        {suggestion === null ? (
          <Text fz="sm">
            {text.nothing} {silent?.sentence?.[language]}
          </Text>
        ) : (
          <Stack gap={4}>
            <Text fw={600}>
              {text.price({ from: format.money(suggestion.currentPrice), to: format.money(suggestion.price) })}
            </Text>
            <Text fz="sm">{suggestion.sentence[language]}</Text>
            <Text fz="xs" c="dimmed">
              {text.gain}: {format.gain(suggestion.gain)}
            </Text>
          </Stack>
        )}
        {alerts.map((alert) => (
          <Text key={alert.rule} fz="sm" mt={4}>
            {alert.sentence[language]}
          </Text>
        ))}
      </Paper>
      <Title order={3} fz="sm">
        {text.matched}
      </Title>
      {matched.length === 0 && <Text fz="sm">{text.noRule}</Text>}
      {matched.map((rule) => (
        <div key={rule.name}>
          <Group gap="xs">
            <Text fz="sm" ff="monospace">
              {rule.name}
            </Text>
            <Marked colour={rule.outcome === 'won' ? 'leaf' : 'gray'}>
              {rule.outcome === 'won' ? text.won : text.lost}
            </Marked>
          </Group>
          <Text fz="xs" c="dimmed">
            {rule.sentence[language]}
          </Text>
        </div>
      ))}
      {onExample !== undefined && (
        <Group>
          <Button size="xs" variant="default" onClick={() => onExample(facts)}>
            {text.makeExample}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
