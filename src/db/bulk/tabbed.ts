import { assert } from '../../core/units.js';
import type { RowSink, Value } from './writer.js';

const TAB = 9;
const LINE_END = 10;
const BACKSLASH = 92;
const ZERO = 48;
const MINUS = 45;
const SPLIT = 10_000_000;

/**
 * Rows as LOAD DATA reads them: tabs between values, `\N` for null, backslashes before what has a meaning. Bytes are set one
 * by one into a growing buffer: joining strings would cost more than the server needs to load them.
 */
export class TabbedRows implements RowSink {
  rowCount = 0;
  private buffer = Buffer.allocUnsafe(256 * 1024);
  private length = 0;
  private column = 0;

  constructor(private readonly width: number) {}

  get bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  put(value: Value): void {
    if (typeof value === 'number') this.number(value);
    else if (value === null) this.nothing();
    else this.text(value);
    if (++this.column < this.width) {
      this.buffer[this.length++] = TAB;
    } else {
      this.buffer[this.length++] = LINE_END;
      this.column = 0;
      this.rowCount++;
    }
  }

  private nothing(): void {
    this.reserve(3);
    this.buffer[this.length++] = BACKSLASH;
    this.buffer[this.length++] = 78; // N
  }

  private number(value: number): void {
    assert(Number.isSafeInteger(value), 'only whole numbers are loaded');
    this.reserve(20);
    let rest = value;
    if (rest < 0) {
      this.buffer[this.length++] = MINUS;
      rest = -rest;
    }
    if (rest < SPLIT) {
      this.digits(rest, 0);
      return;
    }
    // Small integers divide fast: take large ones apart.
    const high = Math.floor(rest / SPLIT);
    if (high < SPLIT) {
      this.digits(high, 0);
    } else {
      this.digits(Math.floor(high / SPLIT), 0);
      this.digits(high % SPLIT, 7);
    }
    this.digits(rest % SPLIT, 7);
  }

  /** The digits of a number below ten million, with leading zeros up to `least` digits. */
  private digits(value: number, least: number): void {
    let count = 1;
    for (let power = 10; power <= value; power *= 10) count++;
    if (count < least) count = least;
    let rest = value | 0;
    for (let at = this.length + count - 1; at >= this.length; at--) {
      const tenth = (rest / 10) | 0;
      this.buffer[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.length += count;
  }

  private text(value: string): void {
    this.reserve(value.length * 4 + 1); // every character escaped, or three bytes for one
    const start = this.length;
    for (let at = 0; at < value.length; at++) {
      const char = value.charCodeAt(at);
      if (char > 127 || char < 32 || char === BACKSLASH) {
        this.length = start;
        this.rareText(value);
        return;
      }
      this.buffer[this.length++] = char;
    }
  }

  private rareText(value: string): void {
    const escaped = value.replace(/[\\\t\n\r\0]/g, (char) => ESCAPES[char]!);
    this.length += this.buffer.write(escaped, this.length);
  }

  /** Room for so many bytes and a separator. */
  private reserve(count: number): void {
    if (this.length + count < this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + count + 1));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' };
