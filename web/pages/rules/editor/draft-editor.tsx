import { ActionIcon, Alert, Anchor, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconDeviceFloppy, IconDots, IconPlus, IconSend } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { RulesView } from '../../../../src/contract/rules-api';
import { usePreview } from '../../../api/rule-trials';
import { useRulesInForce, type RuleFinding } from '../../../api/rules';
import { Page } from '../../../parts/page';
import { ProblemNote } from '../../../parts/problem-note';
import { useFormat } from '../../../text/format';
import { ruleEditorText } from '../../../text/rule-editor';
import { findingsText } from '../../../text/rule-findings';
import { rulesText } from '../../../text/rules';
import { useText } from '../../../text/texts';
import { placeOf } from '../findings-list';
import { RuleNav, type NavItem } from '../rule-nav';
import { isOn, Marked, useTitleOf, type RuleJson } from '../rule-words';
import classes from '../rules.module.css';
import { useTried } from '../trials/use-tried';
import { useChoice } from '../use-choice';
import { ArchiveDialog } from './archive-dialog';
import { Document, VIEWS, type View } from './document';
import { addRule, editedSet, filledIn, isReadable, nameOf, SHARED, withoutRule, type Sheet } from './edited-set';
import { LeaveGuard } from './leave-guard';
import { patched } from './pointer';
import { PublishDialog } from './publish-dialog';
import { isSameRule } from './rule-text';
import { SaveConflict } from './save-conflict';
import { PANELS, SidePanels, type Panel } from './side-panels';
import { findingsOf, prefixOf, useChecked, type Checked } from './use-checked';
import { useDraft, type Draft } from './use-draft';
import { useSaving, type Saving } from './use-saving';

/** The workplace of a merchandiser: the rules of a draft, one open in form or code, and beside it what becomes of it. */
export function DraftEditor({ opened }: { opened: RulesView }): React.JSX.Element {
  const text = useText(rulesText);
  const words = useText(ruleEditorText);
  const format = useFormat();
  const draft = useDraft(opened);
  const saving = useSaving(draft);
  const [isPublishing, publishing] = useDisclosure(false);
  const [isArchiving, archiving] = useDisclosure(false);
  const [panel, setPanel] = useChoice('panel', PANELS);
  const open = useOpenSheet(draft);
  const checked = useChecked(draft, open.index);
  const startPublishing = (): void => {
    if (!draft.isDirty) return publishing.open();
    void saving.save().then(publishing.open, () => undefined); // told under the title
  };
  return (
    <Page
      title={text.draft({ version: format.number(opened.version) })}
      intro={<State draft={draft} />}
      actions={<Actions draft={draft} saving={saving} onPublish={startPublishing} onArchive={archiving.open} />}
    >
      <Stack gap="sm">
        {saving.problem !== null && <ProblemNote error={saving.problem} />}
        {draft.isRestored && draft.isDirty && <Alert color="blue" variant="default" p="xs" children={words.restored} />}
        <OlderBase draft={draft} />
        <Workplace {...{ draft, saving, checked, open, panel, setPanel }} />
      </Stack>
      <LeaveGuard isDirty={draft.isDirty} />
      <SaveConflict
        theirs={saving.theirs}
        mine={draft.ruleSet}
        isPending={saving.isPending}
        onClose={saving.forgetConflict}
        onTheirs={saving.takeTheirs}
        onSave={saving.saveChosen}
      />
      {isPublishing && (
        <PublishDialog
          isOpen
          onClose={publishing.close}
          kept={draft.kept}
          checked={checked}
          onShowChecks={() => {
            publishing.close();
            setPanel('checks');
          }}
        />
      )}
      <ArchiveDialog isOpen={isArchiving} onClose={archiving.close} draft={draft} />
    </Page>
  );
}

function State({ draft }: { draft: Draft }): React.JSX.Element {
  const text = useText(rulesText);
  const words = useText(ruleEditorText);
  const { unreadable } = useText(findingsText);
  return (
    <Group component="span" gap="xs">
      <Anchor component={Link} to="/rules" fz="sm">
        {text.back}
      </Anchor>
      <Marked colour={draft.isDirty ? 'orange' : 'leaf'}>{draft.isDirty ? words.unsaved : words.saved}</Marked>
      {!draft.isReadable && <Marked colour="red">{unreadable}</Marked>}
      <Text span fz="sm">
        {draft.kept.note}
      </Text>
    </Group>
  );
}

interface ActionsProps {
  draft: Draft;
  saving: Saving;
  onPublish(): void;
  onArchive(): void;
}

function Actions({ draft, saving, onPublish, onArchive }: ActionsProps): React.JSX.Element {
  const text = useText(ruleEditorText);
  const { isDirty, isReadable: canBeSaved } = draft;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDeviceFloppy size={18} aria-hidden />}
        disabled={!isDirty || !canBeSaved}
        loading={saving.isPending}
        onClick={() => void saving.save().catch(() => undefined)}
      >
        {text.save}
      </Button>
      <Button
        leftSection={<IconSend size={18} aria-hidden />}
        disabled={!canBeSaved || saving.isPending}
        onClick={onPublish}
      >
        {text.publish}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={text.more}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!isDirty} onClick={() => draft.restart(draft.kept, editedSet(draft.kept.ruleSet))}>
            {text.discardEdits}
          </Menu.Item>
          <Menu.Item onClick={onArchive}>{text.archive}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** Somebody has published since: the draft would take that back. */
function OlderBase({ draft }: { draft: Draft }): React.JSX.Element | null {
  const text = useText(ruleEditorText);
  const format = useFormat();
  const inForce = useRulesInForce().data;
  if (inForce === undefined || draft.kept.basedOn === null || inForce.version === draft.kept.basedOn) return null;
  if (inForce.version < draft.kept.version && inForce.restoredFrom === draft.kept.basedOn) return null;
  return <Alert color="yellow" p="xs" children={text.basedOnOlder({ version: format.number(inForce.version) })} />;
}

interface OpenSheet {
  sheet: Sheet;
  /** Place of the rule in the set; null: the shared conditions are open. */
  index: number | null;
  open(key: string): void;
  openAt(index: number): void;
}

/** Which document is open; it stands in the address by its place. */
function useOpenSheet(draft: Draft): OpenSheet {
  const { rules } = draft.set;
  const places = [...rules.map((_, index) => String(index)), SHARED];
  const [place, setPlace] = useChoice('rule', places);
  const index = place === SHARED ? null : Number(place);
  const sheet = (index === null ? undefined : rules[index]) ?? draft.set.conditions;
  const open = (key: string): void => {
    const at = rules.findIndex((rule) => rule.key === key);
    setPlace(at < 0 ? SHARED : String(at));
  };
  return { sheet, index: sheet.key === SHARED ? null : index, open, openAt: (at) => setPlace(String(at)) };
}

/** As in rules.module.css: from here on three columns stand side by side. */
const ROOM_BESIDE = '(min-width: 80em)';

interface WorkplaceProps {
  draft: Draft;
  saving: Saving;
  checked: Checked;
  open: OpenSheet;
  panel: Panel;
  setPanel(panel: string | null): void;
}

function Workplace({ draft, saving, checked, open: opened, panel, setPanel }: WorkplaceProps) {
  const { sheet, index, open } = opened;
  const [view, setView] = useChoice<View>('view', VIEWS);
  const [goTo, setGoTo] = useState<{ pointer: string } | null>(null);
  const hasRoom = useMediaQuery(ROOM_BESIDE, true, { getInitialValueInEffect: false });
  const preview = usePreview();
  const { isStale, tried } = useTried(draft.edit);
  const prefix = prefixOf(sheet.key, index ?? 0);
  const findings = useMemo(() => findingsOf(checked.findings, prefix), [checked.findings, prefix]);
  const mendAll = (finding: RuleFinding): void => mend(draft, finding);
  const mendHere = ({ patch = [] }: RuleFinding): void =>
    draft.changeSheet(filledIn(sheet, patched(sheet.json, patch)));
  const show = (finding: RuleFinding): void => {
    const place = placeOf(finding.path);
    const shown = place === '' || place === 'shared' ? draft.set.conditions : draft.set.rules[Number(place)];
    if (shown === undefined) return;
    open(shown.key);
    setView('code');
    setGoTo({ pointer: finding.path.replace(/^\/(rules\/\d+|conditions)/, '') });
  };
  const goToCode = (pointer: string): void => {
    setView('code');
    setGoTo({ pointer });
  };
  const select = (key: string): void => {
    open(key);
    setGoTo(null);
  };
  const panels = (
    <SidePanels
      {...{ panel, draft, sheet, findings, checked, saving }}
      trying={{ preview, isStale, onTried: tried }}
      onPanel={setPanel}
      onShow={show}
      onMend={mendAll}
    />
  );
  return (
    <div className={classes.columns} data-panels>
      <div className={classes.aside}>
        <Documents {...{ draft, checked, sheet }} onSelect={select} onAdded={opened.openAt} />
      </div>
      <Document
        key={sheet.key}
        {...{ draft, sheet, findings, view, goTo }}
        tryOut={hasRoom ? null : panels}
        onView={setView}
        onGoTo={goToCode}
        onMend={mendHere}
      />
      {hasRoom && <div className={classes.panels}>{panels}</div>}
    </div>
  );
}

/** Applies the server's mend to whatever documents it reaches. */
function mend(draft: Draft, { patch = [] }: RuleFinding): void {
  const mended = patched(draft.ruleSet, patch) as Draft['ruleSet'];
  const { rules, conditions } = draft.set;
  draft.change({
    rules: rules.map((sheet, index) =>
      mended.rules[index] === sheet.json ? sheet : filledIn(sheet, mended.rules[index]),
    ),
    conditions: mended.conditions === conditions.json ? conditions : filledIn(conditions, mended.conditions),
    onTie: mended.onTie,
  });
}

interface DocumentsProps {
  draft: Draft;
  checked: Checked;
  sheet: Sheet;
  onSelect(key: string): void;
  /** A rule was added at that place. */
  onAdded(index: number): void;
}

/** The documents of the draft, with what is to be seen of each; rules are added, copied and deleted here. */
function Documents({ draft, checked, sheet, onSelect, onAdded }: DocumentsProps): React.JSX.Element {
  const text = useText(ruleEditorText);
  const { sharedConditions } = useText(rulesText);
  const titleOf = useTitleOf();
  const { rules, conditions } = draft.set;
  const keptByName = new Map(draft.kept.ruleSet.rules.map((rule) => [String(rule.name), rule]));
  const marksOf = (each: Sheet, place: string, isChanged: boolean): NavItem['marks'] => {
    const own = checked.findings.filter(({ path, basis }) => basis === 'static' && placeOf(path) === place);
    const isWrong = own.some(({ severity }) => severity === 'error') || !isReadable(each);
    return [
      ...(isWrong ? [{ colour: 'var(--mantine-color-red-6)', label: text.errorMark }] : []),
      ...(!isWrong && own.length > 0 ? [{ colour: 'var(--mantine-color-yellow-5)', label: text.warningMark }] : []),
      ...(isChanged ? [{ colour: 'var(--mantine-color-blue-5)', label: text.changedMark }] : []),
    ];
  };
  const items = rules.map((each, index) => ({
    key: each.key,
    title: titleOf(each.json),
    name: nameOf(each),
    isOff: !isOn(each.json as RuleJson),
    marks: marksOf(each, String(index), !isSameRule(each.json, keptByName.get(nameOf(each)))),
  }));
  const add = (json: Record<string, unknown>): void => {
    draft.change(addRule(draft.set, json));
    onAdded(rules.length);
  };
  const remove = (): void => {
    const place = rules.findIndex(({ key }) => key === sheet.key);
    draft.change((set) => withoutRule(set, sheet.key));
    const id = notifications.show({
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span>{text.removed({ name: nameOf(sheet) })}</span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              draft.change((set) => ({ ...set, rules: set.rules.toSpliced(place, 0, sheet) }));
              notifications.hide(id);
            }}
          >
            {text.bringBack}
          </Button>
        </Group>
      ),
      autoClose: 10_000,
    });
  };
  return (
    <Stack gap="xs">
      <RuleNav
        items={[
          ...items,
          { key: SHARED, title: sharedConditions, name: '', marks: marksOf(conditions, 'shared', false) },
        ]}
        selected={sheet.key}
        onSelect={onSelect}
      />
      <Group gap={6}>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => add({ ...NEW_RULE, name: text.newName, title: { ...text.newTitle } })}
        >
          {text.addRule}
        </Button>
        {sheet.key !== SHARED && (
          <>
            <Button size="xs" variant="default" onClick={() => add(sheet.json as Record<string, unknown>)}>
              {text.copyRule}
            </Button>
            <Button size="xs" variant="default" onClick={remove}>
              {text.removeRule}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}

/** Complete, so that every check and example runs from the first moment; switched off until somebody means it. */
const NEW_RULE = {
  enabled: false,
  priority: 100,
  conditions: { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 60 }] },
  event: { type: 'discount', params: { percent: 10 } },
  examples: [
    { facts: { 'stock.ageDaysOldest': 61 }, expect: { type: 'discount' } },
    { facts: { 'stock.ageDaysOldest': 60 }, expect: null },
  ],
};
