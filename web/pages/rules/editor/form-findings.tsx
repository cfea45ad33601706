import { Button, Group, Stack, Text } from '@mantine/core';
import { createContext, use } from 'react';
import type { RuleFinding } from '../../../api/rules';
import { rulesText } from '../../../text/rules';
import { useText } from '../../../text/texts';
import { useFindingWords } from '../finding-words';

export interface FindingsHere {
  /** Of the document that is shown; their paths begin at it. */
  findings: readonly RuleFinding[];
  mend(finding: RuleFinding): void;
}

export const FindingsContext = createContext<FindingsHere>({ findings: [], mend: () => undefined });

interface FindingsAtProps {
  /** JSON pointer into the document. */
  pointer: string;
  /** Only what stands exactly there; else also what stands inside. */
  isExact?: boolean;
}

/** What the checks say of one place of the form, under it. */
export function FindingsAt({ pointer, isExact = false }: FindingsAtProps): React.JSX.Element | null {
  const text = useText(rulesText);
  const words = useFindingWords();
  const { findings, mend } = use(FindingsContext);
  const here = findings.filter(
    ({ path, basis }) => basis === 'static' && (path === pointer || (!isExact && path.startsWith(`${pointer}/`))),
  );
  if (here.length === 0) return null;
  return (
    <Stack gap={4} role="status">
      {here.map((finding, index) => (
        <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
          <Text fz="sm" flex={1} c={finding.severity === 'error' ? 'var(--larisin-error)' : 'dimmed'}>
            {words(finding).said}
          </Text>
          {finding.patch !== undefined && (
            <Button size="compact-xs" variant="light" onClick={() => mend(finding)}>
              {text.mend}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}
