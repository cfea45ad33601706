import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFileDownload } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { usePriceFiles } from '../../../api/price-files';
import { Allowed } from '../../../parts/allowed';
import { Loading } from '../../../parts/loading';
import { ProblemNote } from '../../../parts/problem-note';
import { Section } from '../../../parts/section';
import { partsText } from '../../../text/parts';
import { priceFilesText } from '../../../text/price-files';
import { useText } from '../../../text/texts';
import { FileCard } from './file-card';

const GetDialog = lazy(() => import('./get-dialog'));

interface PriceFileSectionProps {
  code: string;
  name: string;
  isHeld: boolean;
}

/** Prices as files, for a channel that no sync job serves. */
export function PriceFileSection({ code, name, isHeld }: PriceFileSectionProps): React.JSX.Element {
  const text = useText(priceFilesText);
  const parts = useText(partsText);
  const files = usePriceFiles(code);
  const [isOpen, { open, close }] = useDisclosure(false);
  const shown = files.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section
      title={text.title}
      intro={text.intro}
      actions={
        !isHeld && (
          <Allowed role="merchandiser">
            <Button
              variant={shown[0]?.state === 'exported' ? 'default' : 'filled'}
              leftSection={<IconFileDownload size={18} aria-hidden />}
              onClick={open}
            >
              {text.get}
            </Button>
          </Allowed>
        )
      }
    >
      {isHeld && <Text fz="sm">{text.onHold}</Text>}
      {files.isPending && <Loading />}
      {files.isError && <ProblemNote error={files.error} retry={() => void files.refetch()} />}
      {files.isSuccess && shown.length === 0 && !isHeld && (
        <Text c="dimmed" fz="sm">
          {text.none}
        </Text>
      )}
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {shown.map((file) => (
          <FileCard key={file.id} code={code} file={file} />
        ))}
      </Stack>
      {files.hasNextPage && (
        <Button variant="default" mt="sm" loading={files.isFetchingNextPage} onClick={() => void files.fetchNextPage()}>
          {parts.more}
        </Button>
      )}
      {isOpen && (
        <Suspense fallback={null}>
          <GetDialog code={code} name={name} close={close} />
        </Suspense>
      )}
    </Section>
  );
}
