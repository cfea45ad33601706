import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { createContext, use } from 'react';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';

/** Opens the code view at a place of the document. */
export const ShowCodeContext = createContext<(pointer: string) => void>(() => undefined);

/** What the form has no fields for: shown as it is written, and left as it is. */
export function JsonInPlace({ value, pointer }: { value: unknown; pointer: string }): React.JSX.Element {
  const text = useText(ruleEditorText);
  const showCode = use(ShowCodeContext);
  return (
    <Stack gap={6}>
      <Code block fz="xs" tabIndex={0}>
        {JSON.stringify(value, null, 2)}
      </Code>
      <Group gap="xs" wrap="nowrap">
        <Text fz="xs" c="dimmed" flex={1}>
          {text.conditions.asJson}
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => showCode(pointer)}>
          {text.code}
        </Button>
      </Group>
    </Stack>
  );
}
