import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { RuleFinding } from '../../api/rules';
import { findingsText } from '../../text/rule-findings';
import { rulesText } from '../../text/rules';
import { useText } from '../../text/texts';
import { useFindingWords } from './finding-words';
import { Marked } from './rule-words';

interface FindingsListProps {
  findings: readonly RuleFinding[];
  /** The name of a rule by its place in the set. */
  nameAt(index: number): string;
  onShow?(finding: RuleFinding): void;
  onMend?(finding: RuleFinding): void;
}

/** What the checks found, by rule; where the server knows the mend, one press does it. */
export function FindingsList({ findings, nameAt, onShow, onMend }: FindingsListProps): React.JSX.Element {
  const text = useText(rulesText);
  const groups = new Map<string, RuleFinding[]>();
  for (const finding of findings) {
    const place = placeOf(finding.path);
    groups.set(place, [...(groups.get(place) ?? []), finding]);
  }
  if (findings.length === 0) return <Text c="dimmed">{text.checksNone}</Text>;
  return (
    <Stack gap="md">
      {[...groups].map(([place, items]) => (
        <section key={place}>
          <Title order={3} fz="sm" ff={place === '' ? undefined : 'monospace'} mb={6}>
            {place === '' ? text.whole : place === 'shared' ? text.sharedConditions : nameAt(Number(place))}
          </Title>
          <Stack gap="xs">
            {items.map((finding, index) => (
              <FindingCard key={`${finding.code} ${finding.path} ${index}`} {...{ finding, onShow, onMend }} />
            ))}
          </Stack>
        </section>
      ))}
    </Stack>
  );
}

/** The rule's place, `shared` for named conditions, empty for the whole. */
export function placeOf(path: string): string {
  const rule = /^\/rules\/(\d+)/.exec(path);
  if (rule !== null) return rule[1]!;
  return path.startsWith('/conditions') ? 'shared' : '';
}

interface FindingCardProps {
  finding: RuleFinding;
  onShow?: ((finding: RuleFinding) => void) | undefined;
  onMend?: ((finding: RuleFinding) => void) | undefined;
}

function FindingCard({ finding, onShow, onMend }: FindingCardProps): React.JSX.Element {
  const text = useText(rulesText);
  const kinds = useText(findingsText);
  const words = useFindingWords();
  const { said, mend } = words(finding);
  return (
    <Paper withBorder p="sm">
      <Group gap="xs" mb={4}>
        {finding.severity === 'error' ? (
          <Badge color="red" variant="filled" tt="none" radius="sm" fw={500}>
            {kinds.error}
          </Badge>
        ) : (
          <Marked colour="yellow">{kinds.warning}</Marked>
        )}
        {finding.basis === 'empirical' && (
          <Text fz="xs" c="dimmed">
            {text.onRun}
          </Text>
        )}
      </Group>
      <Text fz="sm">{said}</Text>
      {mend !== null && (
        <Text fz="sm" c="dimmed">
          {mend}
        </Text>
      )}
      <Group gap="xs" mt={6}>
        {finding.patch !== undefined && onMend !== undefined && (
          <Button size="xs" variant="light" onClick={() => onMend(finding)}>
            {text.mend}
          </Button>
        )}
        {onShow !== undefined && finding.path !== '' && (
          <Button size="xs" variant="default" onClick={() => onShow(finding)}>
            {text.show}
          </Button>
        )}
      </Group>
    </Paper>
  );
}
