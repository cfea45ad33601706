import { Group, Loader, Progress, Stack, Text } from '@mantine/core';
import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import type { RunView } from '../../../src/contract/runs';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { runsText } from '../../text/runs';
import { useText } from '../../text/texts';

const STAGES = ['waiting', 'ageing', 'pairs', 'rules', 'done'] as const;

interface RunProgressProps {
  run: RunView;
  /** Told by the server as it happens; false: asked for every few seconds. */
  isLive: boolean;
}

/** The stages of a run that is on its way, and how many products it has gone through. */
export function RunProgress({ run, isLive }: RunProgressProps): React.JSX.Element {
  const text = useText(runsText);
  const format = useFormat();
  const at = Math.max(
    0,
    STAGES.findIndex((stage) => stage === run.stage),
  );
  const share = run.total === 0 ? 0 : Math.round((run.done / run.total) * 100);
  return (
    <Section title={text.progress}>
      <Progress value={share} aria-label={text.progress} size="lg" mb={6} animated transitionDuration={300} />
      <Text fz="sm" c="dimmed" mb="sm" role="status">
        {text.progressOf({ done: format.number(run.done), total: format.number(run.total) })}
      </Text>
      <Stack gap={8} component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {STAGES.map((stage, i) => (
          <Group key={stage} component="li" gap="xs" aria-current={i === at ? 'step' : undefined} wrap="nowrap">
            {i < at ? (
              <IconCircleCheck size={20} color="var(--mantine-color-leaf-filled)" aria-hidden />
            ) : i === at ? (
              <Loader size={18} aria-hidden />
            ) : (
              <IconCircle size={20} opacity={0.4} aria-hidden />
            )}
            <Text fz="sm" fw={i === at ? 600 : 400} c={i > at ? 'dimmed' : undefined}>
              {text.stages[stage]}
            </Text>
          </Group>
        ))}
      </Stack>
      {!isLive && (
        <Text fz="xs" c="dimmed" mt="sm">
          {text.polling}
        </Text>
      )}
    </Section>
  );
}
