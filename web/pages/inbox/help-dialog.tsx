import { Group, Kbd, Modal } from '@mantine/core';
import { inboxText } from '../../text/inbox';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';

const KEYS = [
  ['next', ['j', '↓']],
  ['previous', ['k', '↑']],
  ['select', ['x']],
  ['approve', ['a']],
  ['reject', ['r']],
  ['adjust', ['e']],
  ['open', ['Enter']],
  ['undo', ['u']],
  ['search', ['/']],
  ['clear', ['Esc']],
  ['help', ['?']],
] as const;

/** Every key that the inbox knows. */
export function HelpDialog({ isOpen, onClose }: { isOpen: boolean; onClose(): void }): React.JSX.Element {
  const text = useText(inboxText);
  return (
    <Modal opened={isOpen} onClose={onClose} title={text.shortcuts}>
      {KEYS.map(([name, keys]) => (
        <div key={name} className={classes.shortcut}>
          {text.keys[name]}
          <Group gap={4}>
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </Group>
        </div>
      ))}
    </Modal>
  );
}
