import { Button, Group } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { at } from '../../api/call';
import { useStartRun } from '../../api/runs';
import { Allowed } from '../../parts/allowed';
import { ProblemNote } from '../../parts/problem-note';
import { runsText } from '../../text/runs';
import { useText } from '../../text/texts';

/** Starts a run and leads to it; where one is on its way already, to that one. */
export function StartRun({ again = false }: { again?: boolean }): React.JSX.Element {
  const text = useText(runsText);
  const navigate = useNavigate();
  const open = (id: number): void => void navigate(at`/runs/${id}`);
  const start = useStartRun((run) => open(run.id));
  const begin = async (): Promise<void> => {
    try {
      await start.sendAsync();
    } catch (error) {
      const runId = error instanceof ApiProblem && error.code === 'run-in-progress' ? error.values.runId : undefined;
      if (typeof runId === 'number') open(runId);
    }
  };
  return (
    <Allowed role="merchandiser">
      <Group gap="xs">
        <Button
          leftSection={<IconPlayerPlay size={18} aria-hidden />}
          loading={start.isPending}
          onClick={() => void begin()}
        >
          {again ? text.again : text.start}
        </Button>
        {start.isError && <ProblemNote error={start.error} />}
      </Group>
    </Allowed>
  );
}
