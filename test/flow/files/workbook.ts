import { strToU8, zipSync, type Zippable } from 'fflate';

/** A cell of a test workbook: text, number, or raw XML of a `<c>` element without its reference. */
export type TestCell = string | number | { xml: string };

const letters = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26);

function cellXml(cell: TestCell, reference: string): string {
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
  if (typeof cell === 'string') return `<c r="${reference}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  return cell.xml.replace('<c', `<c r="${reference}"`);
}

function sheetXml(rows: TestCell[][]): string {
  const body = rows.map((row, r) => {
    const cells = row.map((cell, c) => (cell === '' ? '' : cellXml(cell, `${letters(c)}${r + 1}`)));
    return `<row r="${r + 1}">${cells.join('')}</row>`;
  });
  return `<?xml version="1.0"?><worksheet xmlns="x"><dimension ref="A1:A1"/><sheetData>${body.join('')}</sheetData></worksheet>`;
}

/** The bytes of a small XLSX workbook. Style 1 is a date, 2 a date with time, 3 an amount. */
export function workbook(
  sheets: Record<string, TestCell[][]>,
  options: { shared?: string[]; from1904?: boolean } = {},
): Buffer {
  const names = Object.keys(sheets);
  const parts: Zippable = {
    '[Content_Types].xml': strToU8('<Types/>'),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns:r="r"><workbookPr${options.from1904 === true ? ' date1904="1"' : ''}/><sheets>` +
        names.map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('') +
        '</sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships>${names.map((_, n) => `<Relationship Id="rId${n + 1}" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}</Relationships>`,
    ),
    'xl/styles.xml': strToU8(
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/>' +
        '<numFmt numFmtId="165" formatCode="&quot;Rp&quot;#,##0;[Red]-#,##0"/></numFmts>' +
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>',
    ),
  };
  names.forEach((name, n) => (parts[`xl/worksheets/sheet${n + 1}.xml`] = strToU8(sheetXml(sheets[name]!))));
  if (options.shared !== undefined) {
    const items = options.shared.map((text) => `<si>${text}</si>`).join('');
    parts['xl/sharedStrings.xml'] = strToU8(`<sst>${items}</sst>`);
  }
  return Buffer.from(zipSync(parts));
}
