import { Button, Group, Text } from '@mantine/core';
import { IconFileSpreadsheet, IconFileUpload } from '@tabler/icons-react';
import { useDropzone } from 'react-dropzone';
import { priceFilesText } from '../../../text/price-files';
import { useFormat } from '../../../text/format';
import { useText } from '../../../text/texts';
import classes from './price-files.module.css';

interface OwnFileProps {
  /** `.xlsx` or `.csv`. */
  ending: string;
  file: File | null;
  choose(file: File): void;
}

/** Takes the file that was downloaded from the channel: dragged in or picked. */
export function OwnFile({ ending, file, choose }: OwnFileProps): React.JSX.Element {
  const text = useText(priceFilesText);
  const format = useFormat();
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    onDrop: ([first]) => first !== undefined && choose(first),
    multiple: false,
    noClick: true,
    noKeyboard: true,
  });
  const Icon = file === null ? IconFileUpload : IconFileSpreadsheet;
  return (
    <div {...getRootProps({ role: 'presentation', tabIndex: -1 })} className={classes.drop} data-over={isDragActive}>
      <input {...getInputProps({ 'aria-label': text.ownFile, accept: ending })} />
      <Group gap="sm" wrap="nowrap" className={classes.dropped!}>
        <Icon size={28} stroke={1.5} aria-hidden className={classes.icon!} />
        <div style={{ minWidth: 0 }}>
          <Text fw={600} fz="sm" style={{ overflowWrap: 'anywhere' }}>
            {isDragActive ? text.dropNow : (file?.name ?? text.drop)}
          </Text>
          <Text c="dimmed" fz="xs">
            {file === null ? ending : format.fileSize(file.size)}
          </Text>
        </div>
      </Group>
      <Button variant={file === null ? 'light' : 'default'} onClick={open}>
        {file === null ? text.pick : text.other}
      </Button>
    </div>
  );
}
