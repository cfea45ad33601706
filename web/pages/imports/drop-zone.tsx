import { Box, Button, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useDropzone } from 'react-dropzone';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';
import classes from './imports.module.css';

/** Takes files that are dragged in or picked; on a phone they are picked. */
export default function DropZone({ onFiles }: { onFiles(files: File[]): void }): React.JSX.Element {
  const text = useText(importsText);
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    onDrop: onFiles,
    noClick: true,
    noKeyboard: true,
  });
  return (
    <div {...getRootProps({ role: 'presentation', tabIndex: -1 })} className={classes.drop} data-over={isDragActive}>
      <input {...getInputProps({ 'aria-label': text.pick })} />
      <IconFileUpload size={34} stroke={1.4} aria-hidden className={classes.dropIcon!} />
      <Box>
        <Text fw={600} visibleFrom="sm">
          {isDragActive ? text.dropNow : text.dropHere}
        </Text>
        <Text c="dimmed" fz="sm">
          {text.dropKinds}
        </Text>
      </Box>
      <Button variant="light" onClick={open}>
        {text.pick}
      </Button>
    </div>
  );
}
