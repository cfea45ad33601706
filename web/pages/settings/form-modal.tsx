import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { ProblemNote } from '../../parts/problem-note';
import { partsText } from '../../text/parts';
import { useText } from '../../text/texts';
import classes from './settings.module.css';

interface FormModalProps {
  title: string;
  /** What the button does, in a word or two. */
  submit: string;
  /** Red: it takes something away. */
  isDanger?: boolean;
  isPending: boolean;
  /** Why it was refused; null: it was not. */
  error: unknown;
  onSubmit(): void;
  onClose(): void;
  size?: string;
  children?: ReactNode;
}

/** A form over the page, the whole screen on a phone. Sent once: the button rests while the answer is on its way. */
export function FormModal(props: FormModalProps): React.JSX.Element {
  const { title, submit, isDanger, isPending, error, onSubmit, onClose, size, children } = props;
  const text = useText(partsText);
  const isPhone = useMediaQuery('(max-width: 48em)', window.innerWidth < 768);
  return (
    <Modal
      opened
      onClose={isPending ? () => undefined : onClose}
      title={title}
      size={size ?? 'md'}
      fullScreen={isPhone && isDanger !== true}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) onSubmit();
        }}
      >
        <Stack>
          {children}
          {error !== null && <ProblemNote error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={isPending}>
              {text.cancel}
            </Button>
            <Button type="submit" loading={isPending} {...(isDanger ? { color: 'red' } : {})}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
