import { Button, Group, List, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ApiProblem } from '../../../api/problem';
import { useMakePriceFile, type PriceFileFormat, type PriceFileItemView } from '../../../api/price-files';
import { ProblemNote } from '../../../parts/problem-note';
import { useSingly } from '../../../parts/use-singly';
import { partsText } from '../../../text/parts';
import { priceFilesText } from '../../../text/price-files';
import { useFormat } from '../../../text/format';
import { useText } from '../../../text/texts';
import { FORMATS, likelyFormat, MADE_FROM } from './formats';
import { OwnFile } from './own-file';

interface GetDialogProps {
  code: string;
  name: string;
  close(): void;
}

/** Asks what the file is for and, where one is needed, for the channel's own file; then makes and downloads it. */
export default function GetDialog({ code, name, close }: GetDialogProps): React.JSX.Element {
  const text = useText(priceFilesText);
  const parts = useText(partsText);
  const make = useMakePriceFile(code);
  const [format, setFormat] = useState<PriceFileFormat>(likelyFormat(code));
  const [own, setOwn] = useState<File | null>(null);
  const ending = MADE_FROM[format];
  const isReady = ending === null || own !== null;
  const send = useSingly(() => make.mutateAsync({ format, own }).then(close));
  const choose = (value: PriceFileFormat): void => {
    setFormat(value);
    setOwn(null);
    make.reset();
  };
  return (
    <Modal opened onClose={close} title={text.getTitle({ channel: name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) send();
        }}
      >
        <Stack>
          <Select
            label={text.format}
            data={FORMATS.map((value) => ({ value, label: text.formats[value].name }))}
            value={format}
            onChange={(value) => value !== null && choose(value as PriceFileFormat)}
            allowDeselect={false}
            data-autofocus
          />
          <Text fz="sm">{text.formats[format].how}</Text>
          {ending !== null && (
            <OwnFile
              ending={ending}
              file={own}
              choose={(file) => {
                setOwn(file);
                make.reset();
              }}
            />
          )}
          {make.isError && <Refused error={make.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {parts.cancel}
            </Button>
            <Button type="submit" disabled={!isReady} loading={make.isPending}>
              {text.make}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type LeftOut = Pick<PriceFileItemView, 'sku' | 'startsAt'> & { obstacle: NonNullable<PriceFileItemView['obstacle']> };

/** Why there is no file, and where nothing could go into it, why not. */
function Refused({ error }: { error: Error }): React.JSX.Element {
  const text = useText(priceFilesText);
  const format = useFormat();
  const problem = error instanceof ApiProblem && error.code === 'nothing-to-export' ? error : null;
  const leftOut = (problem?.values.leftOut as LeftOut[] | undefined) ?? [];
  const counts = new Map<LeftOut['obstacle'], number>();
  for (const { obstacle } of leftOut) counts.set(obstacle, (counts.get(obstacle) ?? 0) + 1);
  // Written in one offset: the first by the alphabet is the first.
  const [first] = leftOut.flatMap(({ obstacle, startsAt }) => (obstacle === 'not-yet' ? startsAt : [])).sort();
  return (
    <div>
      <ProblemNote error={error} />
      {counts.size > 0 && (
        <List size="sm" mt="xs">
          {[...counts].map(([obstacle, count]) => (
            <List.Item key={obstacle}>
              {text.obstacles[obstacle]} ({format.number(count)})
              {obstacle === 'not-yet' && first !== undefined && <> {text.firstStarts({ at: format.instant(first) })}</>}
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
}
