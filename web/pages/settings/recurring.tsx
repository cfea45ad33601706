import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { WindowList } from '../../../src/contract/calendar';
import { usePolicy } from '../../api/policy';
import { Allowed } from '../../parts/allowed';
import { useFormat } from '../../text/format';
import { calendarText } from '../../text/settings-calendar';
import { useText } from '../../text/texts';

const RecurringForm = lazy(() => import('./recurring-form'));

/** Pay days and twin dates: they are part of the policy, and only shown and changed here. */
export function Recurring({ calendar }: { calendar: WindowList }): React.JSX.Element {
  const text = useText(calendarText).recurring;
  const format = useFormat();
  const policy = usePolicy();
  const [isOpen, setOpen] = useState(false);
  const { paydays, campaigns } = calendar;
  const locks = policy.data?.policy.campaignLocks ?? [];
  return (
    <Paper component="section" withBorder p="md">
      <Title order={2} fz="h5" mb={4}>
        {text.title}
      </Title>
      <Text fz="sm">
        {text.paydays({ from: format.number(paydays.fromDayOfMonth), to: format.number(paydays.toDayOfMonth) })}
      </Text>
      <Text fz="sm">
        {campaigns.length === 0
          ? text.noCampaigns
          : text.campaigns({ names: format.list(campaigns.map(({ name }) => name)) })}
      </Text>
      {locks.length > 0 && <Text fz="sm">{text.locks({ names: format.list(locks.map(({ name }) => name)) })}</Text>}
      <Allowed role="owner">
        <Group mt="sm">
          <Button variant="default" disabled={policy.data === undefined} onClick={() => setOpen(true)}>
            {text.edit}
          </Button>
        </Group>
      </Allowed>
      <Suspense>
        {isOpen && policy.data !== undefined && <RecurringForm inForce={policy.data} onClose={() => setOpen(false)} />}
      </Suspense>
    </Paper>
  );
}
