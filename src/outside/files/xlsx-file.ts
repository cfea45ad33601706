import { SaxesParser, type SaxesTagPlain } from 'saxes';
import yauzl from 'yauzl';
import { emptyRows, type RawRows } from '../../core/intake/csv.js';
import { HEADER_ROWS_MAX, type Cell } from '../../core/intake/header.js';
import { Refusal } from '../../core/refusal.js';
import { isDateFormat, serialText } from './xlsx-dates.js';
import { checkUnpacked, type FileLimits } from './limits.js';

export interface Workbook {
  /** Days count from 1904 (a setting of old Macintosh files). */
  from1904: boolean;
  /** The sheet that is read: the first with a matching header, else the one that comes nearest. */
  sheet: string;
  /** Where its XML lies in the package. */
  sheetPath: string;
  rows(): AsyncGenerator<RawRows>;
  close(): void;
}

interface Book {
  zip: yauzl.ZipFile;
  entries: Map<string, yauzl.Entry>;
}
interface Sheet {
  name: string;
  path: string;
}

const BATCH_ROWS = 2_000;
/** Cells further right are not looked at: no kind of file has so many columns. */
const COLUMNS_MAX = 1_024;
/** The table of shared texts is the one part that must be held in memory. */
const SHARED_BYTES_MAX = 256 * 1024 ** 2;

/**
 * Opens an XLSX workbook for streaming. `score` tells how well a row would do as header (1,000 and more: fully).
 * Throws Refusal `truncated-file`, `damaged-file`, `zip-bomb`, `file-too-large`, `empty-file`.
 */
export async function openWorkbook(
  path: string,
  score: (cells: readonly Cell[]) => number,
  limits: FileLimits,
): Promise<Workbook> {
  const book = await openZip(path, limits);
  try {
    const { sheets, from1904 } = await readSheets(book);
    const dates = await readDateStyles(book);
    const shared = await readSharedStrings(book);
    const rowsOf = (sheet: Sheet) => readRows(book, sheet.path, shared, dates, from1904);
    let chosen: Sheet | null = null;
    let best = -1;
    for (const sheet of sheets) {
      const points = Math.max(0, ...(await headOf(rowsOf(sheet))).map((cells) => score(cells)));
      if (points > best) [chosen, best] = [sheet, points];
      if (points >= 1_000) break;
    }
    if (chosen === null) throw damaged('it has no sheet');
    const sheet = chosen;
    const { name, path: sheetPath } = sheet;
    return { from1904, sheet: name, sheetPath, rows: () => rowsOf(sheet), close: () => book.zip.close() };
  } catch (error) {
    book.zip.close();
    throw error;
  }
}

async function openZip(path: string, limits: FileLimits): Promise<Book> {
  let zip: yauzl.ZipFile;
  try {
    zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  } catch {
    throw new Refusal('invalid', 'truncated-file', 'The XLSX file is cut short or damaged: copy or download it again.');
  }
  try {
    const entries = new Map<string, yauzl.Entry>();
    let unpacked = 0;
    for await (const entry of zip.eachEntry()) {
      entries.set(entry.fileName, entry);
      unpacked += entry.uncompressedSize;
      // Sizes are declared ahead, and yauzl stops a part that grows beyond its own.
      checkUnpacked(entry.uncompressedSize, entry.compressedSize, limits);
      checkUnpacked(unpacked, unpacked, limits);
    }
    return { zip, entries };
  } catch (error) {
    zip.close();
    throw error instanceof Refusal ? error : damaged((error as Error).message);
  }
}

async function headOf(rows: AsyncGenerator<RawRows>): Promise<Cell[][]> {
  const head: Cell[][] = [];
  for await (const batch of rows) {
    head.push(...batch.cells);
    if (head.length >= HEADER_ROWS_MAX) break;
  }
  return head.slice(0, HEADER_ROWS_MAX);
}

async function readSheets(book: Book): Promise<{ sheets: Sheet[]; from1904: boolean }> {
  const targets = new Map<string, string>();
  await parseWhole(book, 'xl/_rels/workbook.xml.rels', (name, attributes) => {
    if (name === 'Relationship') targets.set(attributes.Id ?? '', attributes.Target ?? '');
  });
  const sheets: Sheet[] = [];
  let from1904 = false;
  await parseWhole(book, 'xl/workbook.xml', (name, attributes) => {
    if (name === 'workbookPr') from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
    if (name !== 'sheet') return;
    const target = targets.get(attributes['r:id'] ?? attributes.id ?? '');
    if (target === undefined) return;
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    if (book.entries.has(path)) sheets.push({ name: attributes.name ?? '', path });
  });
  return { sheets, from1904 };
}

/** By the number of a cell style: whether its numbers are dates. */
async function readDateStyles(book: Book): Promise<boolean[]> {
  const custom = new Map<number, string>();
  const styles: boolean[] = [];
  let inCellStyles = false;
  if (!book.entries.has('xl/styles.xml')) return styles;
  await parseWhole(
    book,
    'xl/styles.xml',
    (name, attributes) => {
      if (name === 'numFmt') custom.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') inCellStyles = true;
      if (name !== 'xf' || !inCellStyles) return;
      const id = Number(attributes.numFmtId ?? 0);
      styles.push(isDateFormat(id, custom.get(id)));
    },
    (name) => {
      if (name === 'cellXfs') inCellStyles = false;
    },
  );
  return styles;
}

async function readSharedStrings(book: Book): Promise<string[]> {
  const strings: string[] = [];
  const entry = book.entries.get('xl/sharedStrings.xml');
  if (entry === undefined) return strings;
  if (entry.uncompressedSize > SHARED_BYTES_MAX) {
    throw new Refusal(
      'tooLarge',
      'file-too-large',
      'The workbook holds too much text to be read. Save the sheet as CSV and import that.',
    );
  }
  let text = '';
  let isText = false;
  let phonetic = 0;
  await parseWhole(
    book,
    'xl/sharedStrings.xml',
    (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic++;
      isText = name === 't' && phonetic === 0;
    },
    (name) => {
      if (name === 'si') strings.push(text);
      if (name === 'rPh') phonetic--;
      isText = false;
    },
    (part) => {
      if (isText) text += part;
    },
  );
  return strings;
}

async function* readRows(
  book: Book,
  path: string,
  shared: string[],
  dates: boolean[],
  from1904: boolean,
): AsyncGenerator<RawRows> {
  const sheet = new SheetReader(shared, dates, from1904);
  for await (const text of textOf(book, path)) {
    sheet.write(text);
    if (sheet.rows.cells.length >= BATCH_ROWS) yield sheet.take();
  }
  sheet.close();
  yield sheet.take();
}

/** Collects the rows of one sheet's XML as it comes. */
class SheetReader {
  rows = emptyRows();
  private readonly parser: SaxesParser;
  private cells: Cell[] = [];
  private line = 0;
  private column = -1;
  private type = 'n';
  private style = 0;
  private text = '';
  private isValue = false;
  private phonetic = 0;

  constructor(
    private readonly shared: string[],
    private readonly dates: boolean[],
    private readonly from1904: boolean,
  ) {
    this.parser = makeParser(
      (name, attributes) => this.open(name, attributes),
      (name) => this.shut(name),
      (part) => {
        if (this.isValue) this.text += part;
      },
    );
  }

  write(text: string): void {
    this.parser.write(text);
  }

  close(): void {
    this.parser.close();
  }

  take(): RawRows {
    const taken = this.rows;
    this.rows = emptyRows();
    return taken;
  }

  private open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') {
      this.line = attributes.r === undefined ? this.line + 1 : Number(attributes.r);
      this.cells = [];
      this.column = -1;
    } else if (name === 'c') {
      this.column = attributes.r === undefined ? this.column + 1 : columnOf(attributes.r);
      this.type = attributes.t ?? 'n';
      this.style = Number(attributes.s ?? 0);
      this.text = '';
    } else if (name === 'rPh') {
      this.phonetic++;
    }
    // A formula stands in <f>; only its kept result in <v> is read.
    this.isValue = name === 'v' || (name === 't' && this.type === 'inlineStr' && this.phonetic === 0);
  }

  private shut(name: string): void {
    this.isValue = false;
    if (name === 'rPh') this.phonetic--;
    if (name === 'c' && this.column >= 0 && this.column < COLUMNS_MAX) {
      while (this.cells.length < this.column) this.cells.push('');
      this.cells[this.column] = this.value();
    }
    if (name === 'row' && this.cells.some((cell) => cell !== '')) {
      this.rows.cells.push(this.cells);
      this.rows.lines.push(this.line);
    }
  }

  private value(): Cell {
    const text = this.text;
    if (text === '') return '';
    if (this.type === 's') return this.shared[Number(text)] ?? '';
    if (this.type === 'b') return text === '1' ? 'TRUE' : 'FALSE';
    if (this.type !== 'n') return text;
    const number = Number(text);
    if (!Number.isFinite(number)) return text;
    return this.dates[this.style] === true ? serialText(number, this.from1904) : number;
  }
}

/** `BC12` is column 54, counted from 0. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length && at < 4; at++) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

type OnOpen = (name: string, attributes: Record<string, string>) => void;

function makeParser(onOpen: OnOpen, onClose?: (name: string) => void, onText?: (text: string) => void): SaxesParser {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw damaged(error.message);
  });
  parser.on('opentag', (tag: SaxesTagPlain) => onOpen(localName(tag.name), tag.attributes));
  if (onClose !== undefined) parser.on('closetag', (tag: SaxesTagPlain) => onClose(localName(tag.name)));
  if (onText !== undefined) parser.on('text', onText);
  return parser;
}

/** Some programs write `x:row` for `row`. */
function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

async function parseWhole(
  book: Book,
  path: string,
  onOpen: OnOpen,
  onClose?: (name: string) => void,
  onText?: (text: string) => void,
): Promise<void> {
  const parser = makeParser(onOpen, onClose, onText);
  for await (const text of textOf(book, path)) parser.write(text);
  parser.close();
}

/** A part of the workbook as text. */
async function* textOf(book: Book, path: string): AsyncGenerator<string> {
  const entry = book.entries.get(path);
  if (entry === undefined) throw damaged(`it has no ${path}`);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const stream = await book.zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw error instanceof Refusal ? error : damaged((error as Error).message);
  }
}

function damaged(why: string): Refusal {
  return new Refusal('invalid', 'damaged-file', `The XLSX file cannot be read (${why}). Save it again as XLSX or CSV.`);
}
