import { createSheet, type Sheet } from './sheet.js';
import { assert } from './units.js';

/**
 * A sheet as bytes and back, exactly: small enough to keep for every run. A header in JSON (texts, and where each column
 * begins) is followed by the columns of numbers, each in the narrowest type that holds it; a column in which nothing is
 * known is left out. Bytes of another format version are refused by `decodeSheet` with null: they are made again by the
 * next run.
 */
const FORMAT = 1;
/** Columns begin at multiples of this, so that they can be read in place. */
const ALIGN = 8;

const WIDTHS = { i8: Int8Array, i16: Int16Array, i32: Int32Array, f64: Float64Array } as const;
type Width = keyof typeof WIDTHS;
/** In columns of whole numbers the smallest value of the type stands for null. */
const NULLS = { i8: -128, i16: -32_768, i32: -2_147_483_648 } as const;

interface Header {
  format: number;
  size: number;
  /** Path of the column in the sheet, type, offset behind the header. */
  columns: [path: string, width: Width, offset: number][];
  /** Texts: one per row, or (with `at`) distinct ones and the column of their places. */
  texts: { path: string; values: unknown[]; at: string | null }[];
}

type Column = Float64Array | Uint8Array;

/** Every column of numbers of a sheet, by path. */
function numberColumns(sheet: Sheet): [string, Column][] {
  const of = (prefix: string, columns: Record<string, Column>): [string, Column][] =>
    Object.entries(columns).map(([name, column]) => [`${prefix}:${name}`, column]);
  return [
    ...of('number', sheet.facts.numbers),
    ...of('boolean', sheet.facts.booleans),
    ...of('input', sheet.inputs.numbers),
  ];
}

/** Every column of texts and of lists of texts, by path. */
function textColumns(sheet: Sheet): [string, unknown[]][] {
  const of = (prefix: string, columns: Record<string, unknown[]>): [string, unknown[]][] =>
    Object.entries(columns).map(([name, column]) => [`${prefix}:${name}`, column]);
  return [...of('text', sheet.facts.texts), ...of('list', sheet.facts.lists), ...of('name', sheet.inputs.texts)];
}

export function encodeSheet(sheet: Sheet): Uint8Array {
  const { size } = sheet.facts;
  const header: Header = { format: FORMAT, size, columns: [], texts: [] };
  const parts: Uint8Array[] = [];
  let offset = 0;
  const put = (path: string, column: Column): void => {
    const narrow = narrowed(column.subarray(0, size));
    if (narrow === null) return;
    const bytes = new Uint8Array(narrow.data.buffer, narrow.data.byteOffset, narrow.data.byteLength);
    header.columns.push([path, narrow.width, offset]);
    parts.push(bytes);
    offset += padded(bytes.length);
  };
  for (const [path, column] of numberColumns(sheet)) put(path, column);
  for (const [path, column] of textColumns(sheet)) {
    const { values, places } = distinct(column, size);
    if (values.every((value) => value === null)) continue;
    const isShort = values.length <= size / 2;
    header.texts.push({ path, values: isShort ? values : column.slice(0, size), at: isShort ? `at:${path}` : null });
    if (isShort) put(`at:${path}`, places);
  }
  const head = new TextEncoder().encode(JSON.stringify(header));
  const start = padded(4 + head.length);
  const bytes = new Uint8Array(start + offset);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  header.columns.forEach(([, , at], i) => bytes.set(parts[i]!, start + at));
  return bytes;
}

/** @returns null for bytes that another version of the program wrote */
export function decodeSheet(bytes: Uint8Array): Sheet | null {
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headLength))) as Header;
  if (header.format !== FORMAT) return null;
  const { size } = header;
  // Columns are read in place, which takes a start that is a multiple of their width: a copy begins at 0.
  const body = Uint8Array.from(bytes.subarray(padded(4 + headLength))).buffer;
  const read = new Map(header.columns.map(([path, width, offset]) => [path, widened(width, body, offset, size)]));
  const sheet = createSheet(size);
  for (const [path, column] of numberColumns(sheet)) {
    const values = read.get(path);
    if (values !== undefined) column.set(values);
  }
  const texts = new Map(header.texts.map((each) => [each.path, each]));
  for (const [path, column] of textColumns(sheet)) {
    const found = texts.get(path);
    if (found === undefined) continue;
    const places = found.at === null ? null : (read.get(found.at) ?? new Float64Array(size));
    for (let row = 0; row < size; row++) column[row] = found.values[places === null ? row : places[row]!] ?? null;
  }
  return sheet;
}

const padded = (length: number): number => Math.ceil(length / ALIGN) * ALIGN;

/** The column in the narrowest type that holds it; null when nothing in it is known. */
function narrowed(column: Column): { width: Width; data: Column | Int8Array | Int16Array | Int32Array } | null {
  let lowest = Infinity;
  let highest = -Infinity;
  let isWhole = true;
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    if (!Number.isInteger(value)) isWhole = false;
  }
  if (lowest > highest) return null;
  const width = isWhole
    ? (['i8', 'i16', 'i32'] as const).find((name) => lowest > NULLS[name] && highest <= -(NULLS[name] + 1))
    : undefined;
  if (width === undefined) return { width: 'f64', data: Float64Array.from(column) };
  const data = new WIDTHS[width](column.length);
  for (let row = 0; row < column.length; row++) data[row] = Number.isNaN(column[row]!) ? NULLS[width] : column[row]!;
  return { width, data };
}

function widened(width: Width, body: ArrayBuffer, offset: number, size: number): Float64Array {
  const data = new WIDTHS[width](body, offset, size);
  if (width === 'f64') return data as Float64Array;
  const empty = NULLS[width];
  const values = new Float64Array(size);
  for (let row = 0; row < size; row++) values[row] = data[row] === empty ? NaN : data[row]!;
  return values;
}

/** The distinct values of a column and the place of each row's among them. Lists are told apart by what is in them. */
function distinct(column: unknown[], size: number): { values: unknown[]; places: Float64Array } {
  const known = new Map<unknown, number>();
  const values: unknown[] = [];
  const places = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    const value = column[row];
    const key = Array.isArray(value) ? `[${JSON.stringify(value)}` : value;
    let place = known.get(key);
    if (place === undefined) {
      place = values.push(value) - 1;
      known.set(key, place);
    }
    places[row] = place;
  }
  assert(values.length <= size, 'no more values than rows');
  return { values, places };
}
