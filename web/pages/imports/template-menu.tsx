import { Button, Menu, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { IMPORT_KINDS, type ImportKind } from '../../../src/core/intake/records';
import { importsText } from '../../text/imports';
import { useLanguage } from '../../text/language';
import { useText } from '../../text/texts';
import { templateHeader } from './template-header';

/** Empty workbooks with the right titles, to be filled in. */
export default function TemplateMenu(): React.JSX.Element {
  const text = useText(importsText);
  const language = useLanguage();
  const download = (kind: ImportKind): Promise<void> =>
    save(templateHeader(kind, language), text.kinds[kind], `${text.templateFile({ kind })}.xlsx`);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />}>
          {text.template}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {IMPORT_KINDS.map((kind) => (
          <Menu.Item
            key={kind}
            aria-label={text.templateFor({ kind: text.kinds[kind] })}
            onClick={() => void download(kind)}
          >
            <Text fz="sm">{text.kinds[kind]}</Text>
            <Text fz="xs" c="dimmed">
              {text.kindWhy[kind]}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The writer of workbooks is fetched when somebody wants one. */
async function save(header: string[], sheet: string, fileName: string): Promise<void> {
  const { default: write } = await import('write-excel-file/browser');
  const row = header.map((value) => ({ value, fontWeight: 'bold' as const }));
  const columns = header.map((title) => ({ width: Math.max(14, title.length + 4) }));
  await write([row], { sheet, columns, stickyRowsCount: 1 }).toFile(fileName);
}
