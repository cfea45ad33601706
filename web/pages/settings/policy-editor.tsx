import { Alert, Box, Button, Group, List, Paper, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { changedSettings, withSetting } from '../../../src/core/policy-changes';
import type { Policy } from '../../../src/core/pricing/policy';
import { useChannelNames, useChannels } from '../../api/channels';
import type { PolicyVersion } from '../../api/policy';
import { useMay } from '../../api/session';
import { Loading } from '../../parts/loading';
import { useWho } from '../../parts/who';
import { useFormat } from '../../text/format';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import { LimitsCard } from './limits-card';
import { EffectInShort, PolicyEffect, useEffectOf, type Effect } from './policy-effect';
import { usePolicyWords, type PolicyWords } from './policy-diff';
import { isComplete } from './policy-fields';
import classes from './policy.module.css';

const PolicyRest = lazy(() => import('./policy-rest'));
const SavePolicy = lazy(() => import('./save-policy'));

interface PolicyEditorProps {
  inForce: PolicyVersion;
  /** A policy to begin with in place of the one in force, such as an old version; null: none. */
  wanted: Policy | null;
  /** Whether something is typed that is not saved. */
  onDirty(isDirty: boolean): void;
}

/** The policy as a form. Beside it what the change would do today; under it, saving it with a note. */
export function PolicyEditor({ inForce, wanted, onDirty }: PolicyEditorProps): React.JSX.Element {
  const channels = useChannels();
  const words = usePolicyWords(useChannelNames());
  const isOwner = useMay('owner');
  const [base, setBase] = useState(inForce);
  const [draft, setDraft] = useState(wanted ?? inForce.policy);
  const [isSaving, setSaving] = useState(false);
  const changed = changedSettings(base.policy, draft);
  const isDirty = changed.length > 0;
  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);
  const isOvertaken = inForce.version !== base.version;
  const effect = useEffectOf(changed.length > 0 && isComplete(draft) ? draft : null, inForce);
  if (isOvertaken && changed.length === 0) begin(inForce);

  function begin(version: PolicyVersion): void {
    setBase(version);
    setDraft(version.policy);
  }
  const edit = (part: Partial<Policy>): void => setDraft({ ...draft, ...part });
  const form = { policy: draft, edit, disabled: !isOwner };

  return (
    <>
      {isOvertaken && changed.length > 0 && (
        <Overtaken
          base={base}
          inForce={inForce}
          draft={draft}
          words={words}
          onRebase={(policy) => {
            setBase(inForce);
            setDraft(policy);
          }}
        />
      )}
      <div className={classes.editor}>
        <Stack>
          <LimitsCard {...form} words={words} channels={channels.data ?? []} />
          <Suspense fallback={<Loading />}>
            <PolicyRest {...form} />
          </Suspense>
        </Stack>
        <Box className={classes.effect!}>
          <PolicyEffect effect={effect} words={words} />
        </Box>
      </div>
      {isOwner && changed.length > 0 && (
        <SaveBar
          count={changed.length}
          effect={effect}
          canSave={isComplete(draft) && !isOvertaken}
          onSave={() => setSaving(true)}
          onDiscard={() => begin(inForce)}
        />
      )}
      {isSaving && (
        <Suspense>
          <SavePolicy
            base={base}
            draft={draft}
            lines={words.differences(base.policy, draft)}
            onSaved={(put) => {
              begin(put);
              setSaving(false);
            }}
            onClose={() => setSaving(false)}
          />
        </Suspense>
      )}
    </>
  );
}

interface SaveBarProps {
  count: number;
  effect: Effect;
  canSave: boolean;
  onSave(): void;
  onDiscard(): void;
}

function SaveBar({ count, effect, canSave, onSave, onDiscard }: SaveBarProps): React.JSX.Element {
  const text = useText(guardrailsText);
  const format = useFormat();
  return (
    <Paper className={classes.saveBar!} withBorder shadow="md" px="md" py="xs">
      <Group justify="space-between" gap="xs">
        <div>
          <Text fz="sm" role="status">
            {text.changes({ count: format.number(count) })}
          </Text>
          <EffectInShort effect={effect} />
        </div>
        <Group gap="xs">
          <Button variant="default" onClick={onDiscard}>
            {text.discard}
          </Button>
          <Button onClick={onSave} disabled={!canSave}>
            {text.save}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}

interface OvertakenProps {
  base: PolicyVersion;
  inForce: PolicyVersion;
  draft: Policy;
  words: PolicyWords;
  onRebase(policy: Policy): void;
}

/** Somebody saved another version meanwhile: nothing typed is lost, and nothing of theirs is overwritten unseen. */
function Overtaken({ base, inForce, draft, words, onRebase }: OvertakenProps): React.JSX.Element {
  const text = useText(guardrailsText);
  const format = useFormat();
  const actor = useWho();
  const mine = changedSettings(base.policy, draft);
  const theirs = changedSettings(base.policy, inForce.policy);
  const both = mine.filter((setting) => theirs.includes(setting));
  const title = text.conflict.title({ who: actor(inForce.createdBy), version: format.number(inForce.version) });
  return (
    <Alert color="orange" mb="md" icon={<IconUsers aria-hidden />} title={title} role="alert">
      <Text fz="sm">{text.conflict.their({ note: inForce.note })}</Text>
      <List size="sm" my="xs">
        {words.differences(base.policy, inForce.policy).map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      {both.length > 0 && (
        <Text fz="sm" mb="xs">
          {text.conflict.both({ settings: format.list(both.map(words.name)) })}
        </Text>
      )}
      <Button
        variant="default"
        onClick={() => onRebase(mine.reduce((policy, setting) => withSetting(policy, draft, setting), inForce.policy))}
      >
        {text.conflict.rebase}
      </Button>
    </Alert>
  );
}
