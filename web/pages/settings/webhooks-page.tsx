import { Button, Stack } from '@mantine/core';
import { IconBellRinging } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { WebhookView, WebhookWithSecret } from '../../../src/contract/webhooks';
import { useWebhooks } from '../../api/webhooks';
import { Allowed } from '../../parts/allowed';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { settingsText } from '../../text/settings';
import { webhooksText } from '../../text/settings-webhooks';
import { useText } from '../../text/texts';
import { ReadOnlyNote } from './read-only-note';
import { SecretOnce } from './secret-once';
import { WebhookCard, type WebhookAction } from './webhook-card';
import { RemoveWebhook, RotateSecret } from './webhook-forms';
import { WebhookLog } from './webhook-log';

/** Fetched when somebody adds one. */
const WebhookForm = lazy(() => import('./webhook-form'));

type Open = { what: 'add' } | { what: 'told'; told: WebhookWithSecret } | { what: WebhookAction; webhook: WebhookView };

export default function WebhooksPage(): React.JSX.Element {
  const text = useText(webhooksText);
  const { sections } = useText(settingsText);
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const tell = (told: WebhookWithSecret): void => setOpen({ what: 'told', told });
  return (
    <Page
      title={sections.webhooks}
      intro={text.intro}
      actions={
        <Allowed role="owner">
          <Button leftSection={<IconBellRinging size={18} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
            {text.add}
          </Button>
        </Allowed>
      }
    >
      <ReadOnlyNote hidesAll />
      <Allowed role="owner">
        <List onAction={(what, webhook) => setOpen({ what, webhook })} />
      </Allowed>
      <Suspense>{open?.what === 'add' && <WebhookForm onClose={close} onAdded={tell} />}</Suspense>
      {open?.what === 'told' && <SecretOnce title={text.told} secret={open.told.secret} onClose={close} />}
      {open?.what === 'rotate' && <RotateSecret webhook={open.webhook} onClose={close} onRotated={tell} />}
      {open?.what === 'remove' && <RemoveWebhook webhook={open.webhook} onClose={close} />}
      {open?.what === 'log' && <WebhookLog webhook={open.webhook} onClose={close} />}
    </Page>
  );
}

function List({ onAction }: { onAction(what: WebhookAction, webhook: WebhookView): void }): React.JSX.Element {
  const text = useText(webhooksText);
  const webhooks = useWebhooks();
  if (webhooks.isPending) return <Loading />;
  if (webhooks.isError) return <ProblemNote error={webhooks.error} retry={() => void webhooks.refetch()} />;
  if (webhooks.data.length === 0) {
    return (
      <EmptyState Icon={IconBellRinging} title={text.none}>
        {text.noneWhy}
      </EmptyState>
    );
  }
  return (
    <Stack component="ul" gap="xs" p={0} m={0} aria-label={text.list}>
      {webhooks.data.map((webhook) => (
        <WebhookCard key={webhook.id} webhook={webhook} onAction={(what) => onAction(what, webhook)} />
      ))}
    </Stack>
  );
}
