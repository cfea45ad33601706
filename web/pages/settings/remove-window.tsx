import { Text } from '@mantine/core';
import type { WindowView } from '../../../src/contract/calendar';
import { useRemoveWindow } from '../../api/calendar';
import { settingsText } from '../../text/settings';
import { calendarText } from '../../text/settings-calendar';
import { useText } from '../../text/texts';
import { FormModal } from './form-modal';

export function RemoveWindow({ window, onClose }: { window: WindowView; onClose(): void }): React.JSX.Element {
  const text = useText(calendarText);
  const { remove } = useText(settingsText);
  const removing = useRemoveWindow(onClose);
  return (
    <FormModal
      title={text.removeOf({ name: window.name })}
      submit={remove}
      isDanger
      isPending={removing.isPending}
      error={removing.error}
      onSubmit={() => removing.send(window)}
      onClose={onClose}
    >
      <Text>{text.removeWhy}</Text>
    </FormModal>
  );
}
