import { Alert, Anchor, Button, Group, Select, Stack, Tabs, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconPencil } from '@tabler/icons-react';
import { Link, Navigate, useNavigate, useParams, useSearchParams } from 'react-router';
import type { RulesView } from '../../../src/contract/rules-api';
import { useMay } from '../../api/session';
import {
  useNewDraft,
  usePutBack,
  useRulesInForce,
  useRuleVersion,
  useRuleVersions,
  useVersionFindings,
} from '../../api/rules';
import { Allowed } from '../../parts/allowed';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { rulesText } from '../../text/rules';
import { useText } from '../../text/texts';
import { AskWhy } from './ask-why';
import { ConditionWords } from './condition-words';
import { SHARED } from './editor/edited-set';
import { FindingsList, placeOf } from './findings-list';
import { RuleNav } from './rule-nav';
import { RulesDiff } from './rules-diff';
import { RuleView, Section } from './rule-view';
import { isOn, priorityOf, StateBadge, useTitleOf, useWho } from './rule-words';
import classes from './rules.module.css';
import { useChoice } from './use-choice';

/** A version to be read, compared and put back. */
export default function VersionPage(): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const { version } = useParams();
  const number = Number(version);
  const rules = useRuleVersion(number);
  const title = text.version({ version: Number.isInteger(number) ? format.number(number) : (version ?? '') });
  const mayEdit = useMay('merchandiser');
  const isEditedHere = mayEdit && rules.data?.state === 'draft';
  if (isEditedHere) return <Navigate to={`/rules/drafts/${number}`} replace />;
  return (
    <Page title={title} intro={<Head rules={rules.data} />} actions={rules.data && <Actions rules={rules.data} />}>
      {rules.isPending && <Loading />}
      {rules.isError && <ProblemNote error={rules.error} retry={() => void rules.refetch()} />}
      {rules.data && <Parts rules={rules.data} />}
    </Page>
  );
}

function Head({ rules }: { rules: RulesView | undefined }): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const who = useWho();
  return (
    <Group component="span" gap="xs">
      <Anchor component={Link} to="/rules?tab=versions" fz="sm">
        {text.back}
      </Anchor>
      {rules && <StateBadge state={rules.state} />}
      {rules && (
        <Text span fz="sm">
          {[
            rules.publishedBy === 'system' ? '' : rules.note,
            who(rules.publishedBy ?? rules.updatedBy),
            format.instant(rules.publishedAt ?? rules.updatedAt),
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </Text>
      )}
    </Group>
  );
}

function Actions({ rules }: { rules: RulesView }): React.JSX.Element {
  const text = useText(rulesText);
  const navigate = useNavigate();
  const draft = useNewDraft();
  const [isAsking, { open, close }] = useDisclosure(false);
  const start = (): void =>
    void draft.sendAsync({ basedOn: rules.version }).then(
      (made) => navigate(`/rules/drafts/${made.version}`),
      () => undefined, // told below
    );
  return (
    <Allowed role="merchandiser">
      {rules.state === 'archived' && rules.publishedAt !== null && (
        <Button variant="default" leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={open}>
          {text.putBack}
        </Button>
      )}
      <Button leftSection={<IconPencil size={18} aria-hidden />} loading={draft.isPending} onClick={start}>
        {rules.state === 'published' ? text.startDraft : text.newDraft}
      </Button>
      {draft.isError && <ProblemNote error={draft.error} />}
      <PutBack rules={rules} isOpen={isAsking} onClose={close} />
    </Allowed>
  );
}

function PutBack({ rules, isOpen, onClose }: { rules: RulesView; isOpen: boolean; onClose(): void }) {
  const text = useText(rulesText);
  const format = useFormat();
  const navigate = useNavigate();
  const inForce = useRulesInForce();
  const putBack = usePutBack();
  const act = (why: { note: string; confirmedChanges?: number }): void => {
    if (inForce.data === undefined) return;
    const sent = putBack.sendAsync({ version: rules.version, expectedVersion: inForce.data.version, ...why });
    void sent.then(
      (made) => {
        notifications.show({ message: text.done.putBack({ version: format.number(made.version) }), color: 'leaf' });
        void navigate(`/rules/versions/${made.version}`);
        onClose();
      },
      () => undefined, // told in the dialog
    );
  };
  return (
    <AskWhy
      isOpen={isOpen}
      onClose={onClose}
      size="xl"
      title={text.putBackTitle({ version: format.number(rules.version) })}
      what={
        <>
          <Text fz="sm">{text.putBackWhat}</Text>
          {inForce.data && (
            <RulesDiff version={rules.version} against={inForce.data.version} revision={rules.revision} />
          )}
        </>
      }
      action={text.putBack}
      isPending={putBack.isPending}
      error={putBack.error}
      onDo={act}
    />
  );
}

function Parts({ rules }: { rules: RulesView }): React.JSX.Element {
  const text = useText(rulesText);
  const [tab, setTab] = useChoice('tab', ['rules', 'changes', 'checks']);
  const [search] = useSearchParams();
  const against = Number(search.get('against')) || null;
  return (
    <Stack gap="md">
      {rules.state !== 'published' && (
        <Alert variant="default" p="xs">
          {rules.state === 'draft' ? text.draftReadOnly : text.readOnly}
        </Alert>
      )}
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List aria-label={text.tabs} mb="md">
          <Tabs.Tab value="rules">{text.tabRules}</Tabs.Tab>
          <Tabs.Tab value="changes">{text.tabChanges}</Tabs.Tab>
          <Tabs.Tab value="checks">{text.tabChecks}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules">
          <Reading rules={rules} />
        </Tabs.Panel>
        <Tabs.Panel value="changes">
          <Stack gap="md" maw={860}>
            <Against version={rules.version} />
            <RulesDiff version={rules.version} against={against} revision={rules.revision} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="checks">
          <Checks rules={rules} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

/** Which version it is compared with. */
function Against({ version }: { version: number }): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const versions = useRuleVersions();
  const [search, setSearch] = useSearchParams();
  const others = (versions.data?.pages ?? []).flatMap(({ items }) => items).filter((each) => each.version !== version);
  const choose = (next: string | null): void =>
    setSearch(
      { tab: 'changes', ...(next === null ? {} : { against: next }) },
      { replace: true, preventScrollReset: true },
    );
  return (
    <Select
      label={text.compareWith}
      maw={420}
      clearable
      searchable
      clearButtonProps={{ 'aria-label': text.compareWith }}
      value={search.get('against')}
      onChange={choose}
      data={others.map((each) => ({
        value: String(each.version),
        label: [
          text.version({ version: format.number(each.version) }),
          text.states[each.state],
          each.publishedBy === 'system' ? text.system : each.note,
        ]
          .filter((part) => part !== '')
          .join(' · '),
      }))}
    />
  );
}

function Reading({ rules: { version, ruleSet } }: { rules: RulesView }): React.JSX.Element {
  const text = useText(rulesText);
  const titleOf = useTitleOf();
  const findings = useVersionFindings(version).data?.findings ?? [];
  const inOrder = ruleSet.rules
    .map((each, index) => ({ each, index }))
    .sort((a, b) => priorityOf(b.each) - priorityOf(a.each));
  const items = inOrder.map(({ each, index }) => ({
    key: String(index),
    title: titleOf(each),
    name: String(each.name),
    isOff: !isOn(each),
    marks: findings.some(({ path, severity }) => severity === 'error' && placeOf(path) === String(index))
      ? [{ colour: 'var(--mantine-color-red-6)', label: text.errors({ count: '1' }) }]
      : [],
  }));
  const [selected, select] = useChoice('rule', [...items.map(({ key }) => key), SHARED]);
  const rule = ruleSet.rules[Number(selected)];
  return (
    <div className={classes.columns}>
      <div className={classes.aside}>
        <RuleNav
          items={[...items, { key: SHARED, title: text.sharedConditions, name: '' }]}
          selected={selected}
          onSelect={select}
        />
      </div>
      {rule === undefined ? <Shared ruleSet={ruleSet} /> : <RuleView rule={rule} />}
    </div>
  );
}

function Shared({ ruleSet: { conditions, onTie } }: Pick<RulesView, 'ruleSet'>): React.JSX.Element {
  const text = useText(rulesText);
  const named = Object.entries(conditions);
  return (
    <Stack gap="md">
      {named.length === 0 && <Text c="dimmed">{text.sharedNone}</Text>}
      {named.map(([name, condition]) => (
        <Section key={name} title={name}>
          <ConditionWords condition={condition} />
        </Section>
      ))}
      <Section title={text.onTie}>
        <Text fz="sm">{text.ties[onTie]}</Text>
      </Section>
    </Stack>
  );
}

function Checks({ rules }: { rules: RulesView }): React.JSX.Element {
  const findings = useVersionFindings(rules.version);
  const titleOf = useTitleOf();
  if (findings.isPending) return <Loading />;
  if (findings.isError) return <ProblemNote error={findings.error} retry={() => void findings.refetch()} />;
  return (
    <Stack maw={860}>
      <FindingsList
        findings={findings.data.findings}
        nameAt={(index) => String(rules.ruleSet.rules[index]?.name ?? titleOf(rules.ruleSet.rules[index]))}
      />
    </Stack>
  );
}
