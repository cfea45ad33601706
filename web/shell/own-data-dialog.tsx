import { Code, List, Modal, Stack, Text } from '@mantine/core';
import { startText } from '../text/start';
import { useText } from '../text/texts';

/** A database beside the demo shop's; alike in every language. */
const SERVE_OWN = 'DATABASE_URL=sqlite:./data/toko.sqlite npx larisin serve';

/** How to begin with a shop of one's own after the demo. */
export default function OwnDataDialog({ close }: { close: () => void }): React.JSX.Element {
  const text = useText(startText);
  return (
    <Modal opened onClose={close} title={text.ownDataTitle}>
      <Stack gap="sm">
        <Text fz="sm">{text.ownDataWhy}</Text>
        <List type="ordered" size="sm" spacing="xs">
          <List.Item>{text.ownDataStop}</List.Item>
          <List.Item>
            {text.ownDataServe}
            <Code block mt={4} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {SERVE_OWN}
            </Code>
          </List.Item>
          <List.Item>{text.ownDataLogIn}</List.Item>
        </List>
        <Text fz="sm" c="dimmed">
          {text.ownDataOperator}
        </Text>
      </Stack>
    </Modal>
  );
}
