import { MultiSelect, SimpleGrid, Stack, Switch, TagsInput, TextInput, Textarea, Title } from '@mantine/core';
import { useChannels } from '../../../api/channels';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';
import { useFactBook } from '../fact-words';
import { useSuggestions } from './fact-value';
import { FigureInput } from './figure-input';
import { FindingsAt } from './form-findings';
import { JsonInPlace } from './json-in-place';
import { isObject, withValue } from './pointer';

export interface PartFormProps {
  rule: Record<string, unknown>;
  onChange(rule: unknown): void;
}

/** What a rule says of itself: its sentences, whether it is on, how it ranks, where and when it applies. */
export function ScopeForm({ rule, onChange }: PartFormProps): React.JSX.Element {
  const text = useText(ruleEditorText).frame;
  const channels = useChannels().data ?? [];
  const set = (path: (string | number)[], value: unknown): void => onChange(withValue(rule, path, value));
  const title = isObject(rule.title) ? rule.title : {};
  const orNothing = (value: string | string[]): unknown => (value.length === 0 ? undefined : value);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {(['id', 'en'] as const).map((language) => (
          <Textarea
            key={language}
            label={language === 'id' ? text.sentenceId : text.sentenceEn}
            value={asText(title[language])}
            onChange={(event) => set(['title', language], event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={300}
          />
        ))}
      </SimpleGrid>
      <FindingsAt pointer="/title" />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          label={text.name}
          description={text.nameHint}
          value={asText(rule.name)}
          onChange={(event) => set(['name'], event.currentTarget.value)}
          styles={{ input: { fontFamily: 'monospace' } }}
        />
        <FigureInput
          label={text.priority}
          description={text.priorityHint}
          unit="count"
          isWhole
          value={rule.priority ?? 1}
          onChange={(value) => set(['priority'], value)}
        />
      </SimpleGrid>
      <FindingsAt pointer="/name" />
      <FindingsAt pointer="/priority" />
      <Switch
        label={text.enabled}
        checked={rule.enabled !== false}
        onChange={(event) => set(['enabled'], event.currentTarget.checked ? undefined : false)}
      />
      <Title order={3} fz="sm" mt="xs">
        {text.where}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {isTexts(rule.channels) ? (
          <MultiSelect
            label={text.channels}
            description={text.channelsHint}
            data={[...new Set([...channels.map(({ code }) => code), ...asTexts(rule.channels)])]}
            value={asTexts(rule.channels)}
            onChange={(value) => set(['channels'], orNothing(value))}
            searchable
          />
        ) : (
          <JsonInPlace value={rule.channels} pointer="/channels" />
        )}
        {isTexts(rule.categories) ? (
          <Categories value={asTexts(rule.categories)} onChange={(value) => set(['categories'], orNothing(value))} />
        ) : (
          <JsonInPlace value={rule.categories} pointer="/categories" />
        )}
        {(['validFrom', 'validTo'] as const).map((key) => (
          <TextInput
            key={key}
            type="date"
            label={text[key]}
            value={asText(rule[key])}
            onChange={(event) => set([key], orNothing(event.currentTarget.value))}
          />
        ))}
        <TextInput
          label={text.owner}
          value={asText(rule.owner)}
          maxLength={100}
          onChange={(event) => set(['owner'], orNothing(event.currentTarget.value))}
        />
      </SimpleGrid>
      {['/channels', '/categories', '/validFrom', '/validTo', '/owner'].map((pointer) => (
        <FindingsAt key={pointer} pointer={pointer} />
      ))}
    </Stack>
  );
}

function Categories({
  value,
  onChange,
}: {
  value: string[];
  onChange(value: string[]): void;
}): React.JSX.Element | null {
  const text = useText(ruleEditorText);
  const fact = useFactBook().byName.get('product.category');
  if (fact === undefined) return null;
  return <CategoryTags {...{ fact, value, onChange }} label={text.frame.categories} hint={text.frame.categoriesHint} />;
}

interface CategoryTagsProps {
  fact: Parameters<typeof useSuggestions>[0];
  value: string[];
  label: string;
  hint: string;
  onChange(value: string[]): void;
}

function CategoryTags({ fact, value, label, hint, onChange }: CategoryTagsProps): React.JSX.Element {
  return <TagsInput label={label} description={hint} data={useSuggestions(fact)} value={value} onChange={onChange} />;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const asTexts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const isTexts = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((each) => typeof each === 'string'));
