import { Badge, Button, Collapse, Group, List, Paper, Stack, Text } from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { PolicyVersionHead } from '../../../src/contract/shop';
import type { Policy } from '../../../src/core/pricing/policy';
import { useChannelNames } from '../../api/channels';
import { usePolicyVersion, usePolicyVersions, type PolicyVersion } from '../../api/policy';
import { Allowed } from '../../parts/allowed';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { useWho } from '../../parts/who';
import { useFormat } from '../../text/format';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import { usePolicyWords } from './policy-diff';

interface PolicyVersionsProps {
  inForce: PolicyVersion;
  /** Puts an old version into the form, to be looked at and saved. */
  onRestore(policy: Policy): void;
}

/** Every version, newest first; the one that is opened (it is in the address) says what it changed. */
export default function PolicyVersions({ inForce, onRestore }: PolicyVersionsProps): React.JSX.Element {
  const text = useText(guardrailsText).versions;
  const versions = usePolicyVersions();
  const [search, setSearch] = useSearchParams();
  const opened = Number(search.get('version') ?? 0);
  if (versions.isPending) return <Loading />;
  if (versions.isError) return <ProblemNote error={versions.error} retry={() => void versions.refetch()} />;
  return (
    <Stack component="ul" gap="xs" p={0} m={0} maw={760} aria-label={text.list}>
      {versions.data.map((head) => (
        <VersionCard
          key={head.version}
          head={head}
          isInForce={head.version === inForce.version}
          isOpen={head.version === opened}
          onToggle={() =>
            setSearch(
              head.version === opened ? { tab: 'versions' } : { tab: 'versions', version: String(head.version) },
            )
          }
          onRestore={onRestore}
        />
      ))}
    </Stack>
  );
}

interface VersionCardProps {
  head: PolicyVersionHead;
  isInForce: boolean;
  isOpen: boolean;
  onToggle(): void;
  onRestore(policy: Policy): void;
}

function VersionCard({ head, isInForce, isOpen, onToggle, onRestore }: VersionCardProps): React.JSX.Element {
  const text = useText(guardrailsText).versions;
  const format = useFormat();
  const actor = useWho();
  const version = format.number(head.version);
  const isShipped = head.version === 1 && head.createdBy === 'system';
  return (
    <Paper component="li" withBorder p="md" style={{ listStyle: 'none' }}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <div>
          <Group gap="xs">
            <Text fw={600}>{text.version({ version })}</Text>
            {isInForce && <Badge variant="light">{text.inForce}</Badge>}
          </Group>
          <Text>{isShipped ? text.first : head.note}</Text>
          <Text fz="sm" c="dimmed">
            {text.by({ who: actor(head.createdBy), when: format.instant(head.createdAt) })}
          </Text>
        </div>
        {head.version > 1 && (
          <Button variant="default" aria-expanded={isOpen} aria-label={text.showOf({ version })} onClick={onToggle}>
            {text.show}
          </Button>
        )}
      </Group>
      <Collapse expanded={isOpen}>
        {isOpen && <Changes version={head.version} isInForce={isInForce} onRestore={onRestore} />}
      </Collapse>
    </Paper>
  );
}

interface ChangesProps {
  version: number;
  isInForce: boolean;
  onRestore(policy: Policy): void;
}

function Changes({ version, isInForce, onRestore }: ChangesProps): React.JSX.Element {
  const text = useText(guardrailsText).versions;
  const words = usePolicyWords(useChannelNames());
  const after = usePolicyVersion(version);
  const before = usePolicyVersion(version - 1);
  if (after.isError) return <ProblemNote error={after.error} />;
  if (before.isError) return <ProblemNote error={before.error} />;
  if (after.data === undefined || (version > 1 && before.data === undefined)) return <Loading />;
  const lines = before.data === undefined ? [] : words.differences(before.data.policy, after.data.policy);
  return (
    <Stack mt="sm" gap="sm">
      {version > 1 && lines.length === 0 && <Text fz="sm">{text.noChange}</Text>}
      <List size="sm">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      {!isInForce && (
        <Allowed role="owner">
          <Button variant="light" style={{ alignSelf: 'flex-start' }} onClick={() => onRestore(after.data.policy)}>
            {text.restore}
          </Button>
        </Allowed>
      )}
    </Stack>
  );
}
