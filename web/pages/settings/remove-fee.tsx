import { Text } from '@mantine/core';
import type { ChannelView, FeeList } from '../../../src/contract/shop';
import { useReplaceFees } from '../../api/fees';
import { settingsText } from '../../text/settings';
import { feesText } from '../../text/settings-fees';
import { useText } from '../../text/texts';
import { useComponentName } from './component-name';
import { FormModal } from './form-modal';

interface RemoveFeeProps {
  channel: ChannelView;
  fees: FeeList;
  index: number;
  onClose(): void;
}

export function RemoveFee({ channel, fees, index, onClose }: RemoveFeeProps): React.JSX.Element {
  const text = useText(feesText);
  const { remove } = useText(settingsText);
  const nameOf = useComponentName();
  const replace = useReplaceFees(channel.code, onClose);
  return (
    <FormModal
      title={text.removeOf({ component: nameOf(fees.items[index]!.component) })}
      submit={remove}
      isDanger
      isPending={replace.isPending}
      error={replace.error}
      onSubmit={() =>
        replace.send({ items: fees.items.filter((_, i) => i !== index), expectedRevision: fees.revision })
      }
      onClose={onClose}
    >
      <Text>{text.removeWhy}</Text>
    </FormModal>
  );
}
