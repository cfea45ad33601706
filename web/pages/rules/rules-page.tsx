import { Alert, Anchor, Button, Group, Paper, Stack, Tabs, Text } from '@mantine/core';
import { IconPencil, IconScript } from '@tabler/icons-react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { RulesView } from '../../../src/contract/rules-api';
import { useNewDraft, useRulesInForce, useRuleVersions } from '../../api/rules';
import { Allowed } from '../../parts/allowed';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { rulesText } from '../../text/rules';
import { useText } from '../../text/texts';
import { RuleList } from './rule-list';
import { useWho } from './rule-words';
import { VersionList } from './version-list';

const TABS = ['rules', 'versions'] as const;

export default function RulesPage(): React.JSX.Element {
  const text = useText(rulesText);
  const inForce = useRulesInForce();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((each) => each === search.get('tab')) ?? 'rules';
  return (
    <Page title={text.title} intro={text.intro} actions={inForce.data && <StartDraft version={inForce.data.version} />}>
      <Stack gap="md">
        <OpenDrafts />
        <Tabs
          value={tab}
          onChange={(next) => setSearch(next === 'rules' ? {} : { tab: next ?? '' }, { replace: true })}
        >
          <Tabs.List aria-label={text.tabs} mb="md">
            <Tabs.Tab value="rules">{text.tabRules}</Tabs.Tab>
            <Tabs.Tab value="versions">{text.tabVersions}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="rules">
            {inForce.isPending && <Loading />}
            {inForce.isError && <ProblemNote error={inForce.error} retry={() => void inForce.refetch()} />}
            {inForce.data && <InForce rules={inForce.data} />}
          </Tabs.Panel>
          <Tabs.Panel value="versions">{tab === 'versions' && <VersionList />}</Tabs.Panel>
        </Tabs>
      </Stack>
    </Page>
  );
}

function StartDraft({ version }: { version: number }): React.JSX.Element {
  const text = useText(rulesText);
  const navigate = useNavigate();
  const draft = useNewDraft();
  const start = (): void =>
    void draft.sendAsync({ basedOn: version }).then(
      (made) => navigate(`/rules/drafts/${made.version}`),
      () => undefined, // told beside the button
    );
  return (
    <Allowed role="merchandiser">
      <Stack gap="xs">
        <Button leftSection={<IconPencil size={18} aria-hidden />} loading={draft.isPending} onClick={start}>
          {text.startDraft}
        </Button>
        {draft.isError && <ProblemNote error={draft.error} />}
      </Stack>
    </Allowed>
  );
}

/** Drafts that somebody has begun: better gone on with than begun again. */
function OpenDrafts(): React.JSX.Element | null {
  const text = useText(rulesText);
  const format = useFormat();
  const who = useWho();
  const drafts = useRuleVersions('draft').data?.pages.flatMap(({ items }) => items) ?? [];
  if (drafts.length === 0) return null;
  return (
    <Alert color="blue" variant="default" title={text.openDrafts} icon={<IconPencil aria-hidden />}>
      <Stack gap={6}>
        {drafts.map((draft) => (
          <Group key={draft.version} gap="sm" wrap="nowrap" align="baseline">
            <Anchor component={Link} to={`/rules/drafts/${draft.version}`} fw={600} style={{ whiteSpace: 'nowrap' }}>
              {text.draft({ version: format.number(draft.version) })}
            </Anchor>
            <Text fz="sm" c="dimmed">
              {[draft.note, text.draftBy({ who: who(draft.updatedBy), ago: format.ago(draft.updatedAt) })]
                .filter((part) => part !== '')
                .join(' · ')}
            </Text>
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}

function InForce({ rules }: { rules: RulesView }): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const who = useWho();
  if (rules.ruleSet.rules.length === 0) {
    return (
      <EmptyState Icon={IconScript} title={text.noneTitle}>
        {text.noneWhy}
      </EmptyState>
    );
  }
  return (
    <Stack gap="sm">
      <Paper withBorder px="md" py="sm">
        <Group gap="xs" align="baseline">
          <Anchor component={Link} to={`/rules/versions/${rules.version}`} fw={600}>
            {text.inForce({ version: format.number(rules.version) })}
          </Anchor>
          <Text fz="sm" c="dimmed">
            {[
              rules.publishedBy === 'system' ? '' : rules.note,
              who(rules.publishedBy),
              format.instant(rules.publishedAt),
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </Text>
        </Group>
      </Paper>
      <RuleList version={rules.version} rules={rules.ruleSet.rules} />
    </Stack>
  );
}
