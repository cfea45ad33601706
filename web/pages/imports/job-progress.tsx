import { Progress, Stack, Text } from '@mantine/core';
import { useFormat } from '../../text/format';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';
import type { StagedFile } from './staged';

/** How far the sending is, then the reading on the server. */
export function JobProgress({ staged }: { staged: StagedFile }): React.JSX.Element {
  const text = useText(importsText);
  const format = useFormat();
  const { phase, sent, job, file } = staged;
  const isWaiting = phase === 'working' && (job === null || job.state === 'queued');
  const share = phase === 'sending' ? sent : job === null || job.bytesTotal === 0 ? 0 : job.bytesRead / job.bytesTotal;
  const percent = format.percent(Math.floor(share * 100) * 100);
  let words = text.sending({ percent });
  if (isWaiting) words = text.queued;
  else if (job !== null) words = job.isDryRun ? text.checking({ percent }) : text.importing({ percent });
  return (
    <Stack gap={4}>
      <Text fz="sm" role="status">
        {words}
      </Text>
      <Progress.Root size="md">
        <Progress.Section
          value={isWaiting ? 100 : share * 100}
          animated={isWaiting}
          striped={isWaiting}
          aria-label={text.progress({ name: file.name })}
        />
      </Progress.Root>
    </Stack>
  );
}
