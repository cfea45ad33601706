import { setImmediate as breathe } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate } from 'fflate';

/** A column of a sheet that is written. A number or day that is not known is an empty cell. */
export interface SheetColumn {
  title: string;
  kind: 'text' | 'number' | 'day';
  /** Decimals of a number. */
  decimals?: number;
  /** In characters. */
  width?: number;
}
export type SheetCell = string | number | null;

/** Rows of a sheet of Excel, and of programs that follow it, header included. */
export const XLSX_ROWS_MAX = 1_048_576;

/**
 * Writes a workbook of one sheet while its rows arrive: memory stays flat however many there are. Texts are texts, whatever they
 * begin with, so that none of them is taken for a formula; numbers and days can be calculated with.
 */
export async function* xlsxOf(
  name: string,
  columns: readonly SheetColumn[],
  batches: AsyncIterable<readonly (readonly SheetCell[])[]>,
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    ready.push(chunk);
  });
  const part = (path: string): ZipDeflate => {
    const file = new ZipDeflate(path, { level: 1 });
    zip.add(file);
    return file;
  };
  for (const [path, text] of Object.entries(partsOf(name, columns))) part(path).push(strToU8(text), true);
  const sheet = part('xl/worksheets/sheet1.xml');
  sheet.push(strToU8(SHEET_HEAD + widths(columns) + '<sheetData>' + headerRow(columns)));
  let last = 1;
  for await (const rows of batches) {
    sheet.push(strToU8(rows.map((row) => rowXml(row, columns, ++last)).join('')));
    yield* ready;
    ready = [];
    await breathe(); // packing never waits, and a server has others to serve
  }
  sheet.push(strToU8('</sheetData></worksheet>'), true);
  zip.end();
  yield* ready;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** The first row stays in sight. */
const SHEET_HEAD =
  `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
  `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`;

/** Everything of the package but the sheet; the first two styles are the plain cell and the header. */
function partsOf(name: string, columns: readonly SheetColumn[]): Record<string, string> {
  const formats = columns.map(formatOf);
  const cellStyles = formats.map((_, i) => `<xf numFmtId="${FIRST_FORMAT + i}" fontId="0" applyNumberFormat="1"/>`);
  return {
    '[Content_Types].xml':
      `${XML}<Types xmlns="${PACKAGE}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
    '_rels/.rels':
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml':
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>` +
      `<sheet name="${xmlText(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>` +
      `<Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml':
      `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">` +
      formats.map((code, i) => `<numFmt numFmtId="${FIRST_FORMAT + i}" formatCode="${code}"/>`).join('') +
      '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
      '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>' +
      `<cellXfs count="${columns.length + 2}"><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1" applyFont="1"/>` +
      `${cellStyles.join('')}</cellXfs></styleSheet>`,
  };
}

/** Below 164 numbers of formats mean what Excel says. */
const FIRST_FORMAT = 164;

function formatOf({ kind, decimals = 0 }: SheetColumn): string {
  if (kind === 'day') return 'yyyy\\-mm\\-dd';
  if (kind === 'text') return '@';
  return decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`;
}

function widths(columns: readonly SheetColumn[]): string {
  const each = columns.map(
    ({ width = 14 }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  );
  return `<cols>${each.join('')}</cols>`;
}

const headerRow = (columns: readonly SheetColumn[]): string =>
  `<row r="1">${columns.map(({ title }, i) => textCell(title, `${letters(i)}1`, 1)).join('')}</row>`;

function rowXml(row: readonly SheetCell[], columns: readonly SheetColumn[], number: number): string {
  const cells = row.map((value, i) => {
    const place = `${letters(i)}${number}`;
    const style = i + 2;
    if (value === null) return '';
    if (typeof value === 'string') return textCell(value, place, style);
    return `<c r="${place}" s="${style}"><v>${columns[i]!.kind === 'day' ? value + EXCEL_EPOCH : value}</v></c>`;
  });
  return `<row r="${number}">${cells.join('')}</row>`;
}

/** A, B, ... Z, AA, AB, ... */
const letters = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26);

/** 1970-01-01 as Excel counts days. */
const EXCEL_EPOCH = 25_569;

const textCell = (text: string, place: string, style: number): string =>
  `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;

/** Characters that XML cannot hold are left out, and `_x0041_` is kept from being read as `A`. */
function xmlText(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\uFFFD') // half a character
    .replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
