import { ActionIcon, Badge, Button, Group, Menu, Paper, Text } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import type { DeliveryView, WebhookView } from '../../../src/contract/webhooks';
import { useChannels } from '../../api/channels';
import { useChangeWebhook, useTestWebhook } from '../../api/webhooks';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { webhooksText } from '../../text/settings-webhooks';
import { useText } from '../../text/texts';

/** What opens a window over the page. */
export type WebhookAction = 'log' | 'rotate' | 'remove';

/** One address: what it hears of, whether it answers, and what can be done. */
export function WebhookCard(props: { webhook: WebhookView; onAction(what: WebhookAction): void }): React.JSX.Element {
  const { webhook, onAction } = props;
  const text = useText(webhooksText);
  const format = useFormat();
  const channels = useChannels();
  const change = useChangeWebhook(webhook.id, () => undefined);
  const test = useTestWebhook(webhook.id);
  const { url, types, state, disabledReason, failingSince, lastSuccessAt, oldSecretUntil } = webhook;
  const isActive = state === 'active';
  const nameOf = (code: string): string => channels.data?.find((channel) => channel.code === code)?.name ?? code;
  return (
    <Paper component="li" withBorder p="md" style={{ listStyle: 'none' }}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {url}
          </Text>
          <Group gap={6} my={6}>
            <Badge color={isActive ? (failingSince === null ? 'green' : 'orange') : 'gray'} variant="dot" tt="none">
              {isActive ? text.active : text.disabled}
            </Badge>
            {types.map((type) => (
              <Badge key={type} variant="default" tt="none" radius="sm">
                {text.type[type]}
              </Badge>
            ))}
          </Group>
          {webhook.channels !== null && (
            <Text fz="sm" c="dimmed">
              {text.onlyChannels({ names: format.list(webhook.channels.map(nameOf)) })}
            </Text>
          )}
          {disabledReason !== null && <Text fz="sm">{text.why[disabledReason]}</Text>}
          {isActive && failingSince !== null && (
            <Text fz="sm">{text.failing({ since: format.instant(failingSince) })}</Text>
          )}
          <Text fz="sm" c="dimmed">
            {lastSuccessAt === null ? text.neverYet : text.lastSuccess({ when: format.ago(lastSuccessAt) })}
          </Text>
          {oldSecretUntil !== null && (
            <Text fz="sm" c="dimmed">
              {text.oldSecret({ until: format.instant(oldSecretUntil) })}
            </Text>
          )}
        </div>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={40} aria-label={text.actions({ url })}>
              <IconDotsVertical size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onAction('rotate')}>{text.rotate}</Menu.Item>
            <Menu.Item
              disabled={change.isPending}
              onClick={() => change.send({ state: isActive ? 'disabled' : 'active' })}
            >
              {isActive ? text.disable : text.enable}
            </Menu.Item>
            <Menu.Item color="red" onClick={() => onAction('remove')}>
              {text.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Group gap="xs" mt="sm">
        <Button variant="light" loading={test.isPending} onClick={() => test.send()}>
          {text.test}
        </Button>
        <Button variant="default" onClick={() => onAction('log')}>
          {text.log}
        </Button>
      </Group>
      {test.data !== undefined && <TestResult delivery={test.data} />}
      {test.isError && <ProblemNote error={test.error} />}
      {change.isError && <ProblemNote error={change.error} />}
    </Paper>
  );
}

function TestResult({ delivery }: { delivery: DeliveryView }): React.JSX.Element {
  const text = useText(webhooksText);
  const format = useFormat();
  const { state, statusCode, durationMs, error } = delivery;
  const status = String(statusCode);
  return (
    <Text role="status" fz="sm" mt="xs" style={{ overflowWrap: 'anywhere' }}>
      {state === 'delivered'
        ? text.testOk({ status, ms: format.number(durationMs) })
        : text.testBad({ why: error ?? text.answered({ status }) })}
    </Text>
  );
}
