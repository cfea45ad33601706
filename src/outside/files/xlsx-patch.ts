import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';
import { setImmediate as breathe } from 'node:timers/promises';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { CellEdit } from '../../core/feed/files/patch.js';
import { Refusal } from '../../core/refusal.js';
import { columnOf } from './xlsx-file.js';

/** Characters that are read before others get a turn. */
const SLICE = 1_000_000;
/** A sheet of prices of 50,000 rows has some 30 MB. */
const SHEET_BYTES_MAX = 128 * 1024 ** 2;

/**
 * The workbook with other contents in some cells of one sheet. Every other part is copied as it is packed, and of the sheet
 * every character outside those cells: styles, hidden sheets, protections and hints stay what they were. A cell that held
 * text holds text afterwards, one that held a number or a formula a number.
 * @param sheetPath of the sheet's XML in the package, as `openWorkbook` tells it
 * @throws Refusal `damaged-file`, `file-too-large`
 */
export async function patchWorkbook(bytes: Buffer, sheetPath: string, edits: readonly CellEdit[]): Promise<Buffer> {
  const parts = readParts(bytes);
  const sheet = parts.find(({ name }) => name.toString() === sheetPath);
  if (sheet === undefined) throw damaged(`it has no ${sheetPath}`);
  if (edits.length === 0) return bytes;
  if (sheet.size > SHEET_BYTES_MAX) {
    const message = 'The sheet of the workbook is too large to be changed. Download it in parts.';
    throw new Refusal('tooLarge', 'file-too-large', message, { bytesMax: SHEET_BYTES_MAX });
  }
  const before = await unpack(sheet);
  const xml = await patchSheet(new TextDecoder('utf-8', { ignoreBOM: true }).decode(before), edits);
  const after = Buffer.from(xml);
  sheet.data = await promisify(deflateRaw)(after);
  sheet.method = 8;
  sheet.crc = crc32(after);
  sheet.size = after.length;
  return writeParts(parts);
}

/** A part of the package, packed as it lies there. */
interface Part {
  name: Buffer;
  method: number;
  time: number;
  crc: number;
  size: number;
  data: Buffer;
  extra: Buffer;
  attributes: number;
  madeBy: number;
  flags: number;
}

const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
/** Bit 11: names are UTF-8. Others speak of how the sizes are told, which is told anew. */
const UTF8_NAMES = 0x0800;

/** The parts in the order of the directory. */
function readParts(bytes: Buffer): Part[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length) throw damaged('it is cut short');
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) throw damaged('it is written as ZIP64');
  try {
    return Array.from({ length: count }, () => {
      if (bytes.readUInt32LE(at) !== CENTRAL) throw damaged('its directory is broken');
      const lengths = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [number, number, number];
      const nameEnd = at + 46 + lengths[0];
      const packed = bytes.readUInt32LE(at + 20);
      const local = bytes.readUInt32LE(at + 42);
      if (bytes.readUInt32LE(local) !== LOCAL) throw damaged('its directory is broken');
      const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      if (from + packed > bytes.length) throw damaged('it is cut short');
      const part: Part = {
        name: bytes.subarray(at + 46, nameEnd),
        madeBy: bytes.readUInt16LE(at + 4),
        flags: bytes.readUInt16LE(at + 8),
        method: bytes.readUInt16LE(at + 10),
        time: bytes.readUInt32LE(at + 12),
        crc: bytes.readUInt32LE(at + 16),
        size: bytes.readUInt32LE(at + 24),
        data: bytes.subarray(from, from + packed),
        extra: bytes.subarray(nameEnd, nameEnd + lengths[1]),
        attributes: bytes.readUInt32LE(at + 38),
      };
      if ((part.flags & 1) !== 0) throw damaged('it is protected with a password');
      at = nameEnd + lengths[1] + lengths[2];
      return part;
    });
  } catch (error) {
    throw error instanceof RangeError ? damaged('its directory is broken') : error;
  }
}

/** With the sizes before each part, not behind it: some readers of marketplaces take no others. */
function writeParts(parts: readonly Part[]): Buffer {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(LOCAL, 0);
    local.writeUInt16LE(20, 4);
    writeCommon(local, 6, part);
    local.writeUInt16LE(part.name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(CENTRAL, 0);
    central.writeUInt16LE(part.madeBy, 4);
    central.writeUInt16LE(20, 6);
    writeCommon(central, 8, part);
    central.writeUInt16LE(part.name.length, 28);
    central.writeUInt16LE(part.extra.length, 30);
    central.writeUInt32LE(part.attributes, 38);
    central.writeUInt32LE(offset, 42);
    chunks.push(local, part.name, part.data);
    directory.push(central, part.name, part.extra);
    offset += local.length + part.name.length + part.data.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...chunks, ...directory, end]);
}

/** Flags, method, time, check sum and sizes: the same in both places. */
function writeCommon(header: Buffer, at: number, { flags, method, time, crc, data, size }: Part): void {
  header.writeUInt16LE(flags & UTF8_NAMES, at);
  header.writeUInt16LE(method, at + 2);
  header.writeUInt32LE(time, at + 4);
  header.writeUInt32LE(crc, at + 8);
  header.writeUInt32LE(data.length, at + 12);
  header.writeUInt32LE(size, at + 16);
}

async function unpack({ method, data, size, crc }: Part): Promise<Buffer> {
  try {
    const bytes = method === 0 ? data : await promisify(inflateRaw)(data, { maxOutputLength: Math.max(size, 1) });
    if (bytes.length === size && crc32(bytes) === crc) return bytes;
  } catch {
    // told below
  }
  throw damaged('a sheet cannot be unpacked');
}

/** Where a cell stands in the text, and where its row ends. */
interface Place {
  from: number;
  to: number;
  head: string;
  isText: boolean;
}

async function patchSheet(xml: string, edits: readonly CellEdit[]): Promise<string> {
  const byLine = new Map<number, Map<number, string>>();
  for (const { line, column, text } of edits) {
    byLine.set(line, (byLine.get(line) ?? new Map<number, string>()).set(column, text));
  }
  const changes: { from: number; to: number; text: string }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw damaged(error.message);
  });
  let line = 0;
  let column = -1;
  let prefix = '';
  let wanted: Map<number, string> | undefined;
  let open: Place | null = null;
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  const startOf = (): number => xml.lastIndexOf('<', parser.position - 1);
  const insert = (before: number, beyond: number): void => {
    for (const [each, text] of [...(wanted ?? [])].sort(([a], [b]) => a - b)) {
      if (each >= beyond) break;
      changes.push({ from: before, to: before, text: cellXml(prefix, `r="${lettersOf(each)}${line}"`, text, false) });
      wanted!.delete(each);
    }
  };
  parser.on('opentag', ({ name, attributes, isSelfClosing }: SaxesTagPlain) => {
    const { r, t } = attributes;
    if (local(name) === 'row') {
      prefix = name.slice(0, -3);
      line = r === undefined ? line + 1 : Number(r);
      column = -1;
      wanted = byLine.get(line);
      if (wanted !== undefined && isSelfClosing) throw damaged(`row ${line} is empty`);
    } else if (local(name) === 'c' && wanted !== undefined) {
      column = r === undefined ? column + 1 : columnOf(r);
      const from = startOf();
      insert(from, column);
      const head = xml
        .slice(from, parser.position)
        .replace(/^<[^\s/>]+/, '')
        .replace(/\/?>$/, '');
      const isText = t === 's' || t === 'inlineStr' || t === 'str';
      open = wanted.has(column) ? { from, to: 0, head, isText } : null;
    }
  });
  parser.on('closetag', ({ name }: SaxesTagPlain) => {
    if (local(name) === 'c' && open !== null && wanted !== undefined) {
      const head = open.head.replace(/\st\s*=\s*("[^"]*"|'[^']*')/, '').trim();
      const text = cellXml(prefix, head, wanted.get(column)!, open.isText);
      changes.push({ from: open.from, to: parser.position, text });
      wanted.delete(column);
      open = null;
    } else if (local(name) === 'row') {
      insert(startOf(), Infinity);
      wanted = undefined;
    }
  });
  for (let at = 0; at < xml.length; at += SLICE) {
    parser.write(xml.slice(at, at + SLICE));
    await breathe();
  }
  parser.close();
  const missed = [...byLine].find(([, cells]) => cells.size > 0);
  if (missed !== undefined) throw damaged(`row ${missed[0]} was not found again`);
  return spliced(xml, changes);
}

function spliced(xml: string, changes: readonly { from: number; to: number; text: string }[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { from, to, text } of changes) {
    pieces.push(xml.slice(at, from), text);
    at = to;
  }
  return [...pieces, xml.slice(at)].join('');
}

/** Prices only: digits and a point, so that nothing of it needs to be escaped. */
function cellXml(prefix: string, head: string, text: string, isText: boolean): string {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`broken assumption: ${text} is no price`);
  const p = prefix;
  return isText
    ? `<${p}c ${head} t="inlineStr"><${p}is><${p}t>${text}</${p}t></${p}is></${p}c>`
    : `<${p}c ${head}><${p}v>${text}</${p}v></${p}c>`;
}

function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last;
}

function damaged(why: string): Refusal {
  return new Refusal(
    'invalid',
    'damaged-file',
    `The workbook cannot be changed (${why}). Download it from the channel again and take that one, unchanged.`,
  );
}
