import { Stack } from '@mantine/core';
import { Allowed } from '../../parts/allowed';
import { Page } from '../../parts/page';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';
import { ImportDesk } from './import-desk';
import { ImportHistory } from './import-history';
import { KeptMappings } from './kept-mappings';
import { SaidSkus } from './said-skus';
import { SaidWords } from './said-words';
import { Templates } from './templates';
import { UnmappedSkus } from './unmapped-skus';

export default function ImportsPage(): React.JSX.Element {
  const text = useText(importsText);
  return (
    <Page title={text.title} intro={text.intro} actions={<Templates />}>
      <Stack gap="xl">
        <Allowed role="merchandiser">
          <ImportDesk />
        </Allowed>
        <UnmappedSkus />
        <ImportHistory />
        <KeptMappings />
        <SaidWords />
        <SaidSkus />
      </Stack>
    </Page>
  );
}
