import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emptyState, reduce, type Event, type State } from './state.js';

/** Where a journal lives. Both writes are on disk for good when they return. */
export interface Disk {
  /** Null: there is no such file. */
  read(name: string): string | null;
  append(name: string, text: string): void;
  /** Puts a whole file in the place of another: whoever reads sees the one or the other. */
  replace(name: string, text: string): void;
}

const LINES = 'journal.jsonl';
const SNAPSHOT = 'state.json';
/** Then the journal begins anew, from a snapshot. */
const LINES_MAX = 2_000;

/** What a job knows, kept so that it may be killed at any point: every event is on disk before it counts. */
export class Journal {
  private seq: number;
  private lines = 0;
  private isBroken = false;

  private constructor(
    private readonly disk: Disk,
    readonly state: State,
    seq: number,
  ) {
    this.seq = seq;
  }

  /** Reads what is there. A last line that was cut short by the end of the process never counted. */
  static open(disk: Disk): Journal {
    const saved = disk.read(SNAPSHOT);
    const { seq: from, state } =
      saved === null ? { seq: 0, state: emptyState() } : (JSON.parse(saved) as { seq: number; state: State });
    let seq = from;
    const lines = (disk.read(LINES) ?? '').split('\n');
    lines.forEach((line, i) => {
      if (i === lines.length - 1) return; // without an end of line: empty, or cut short
      const [number, event] = JSON.parse(line) as [number, Event];
      if (number <= seq) return; // in the snapshot already
      if (number !== seq + 1) throw new Error(`${LINES} has line ${number} after ${seq}: it was changed by hand.`);
      reduce(state, event);
      seq = number;
    });
    const journal = new Journal(disk, state, seq);
    journal.compact();
    return journal;
  }

  /** Makes an event count, once it is on disk. */
  write(event: Event): void {
    if (this.isBroken) throw new Error('The journal could not be written. Start the job again.');
    this.isBroken = true; // until it is known to be written: a half line must stay the last one
    this.disk.append(LINES, `${JSON.stringify([this.seq + 1, event])}\n`);
    this.isBroken = false;
    this.seq++;
    reduce(this.state, event);
    if (++this.lines >= LINES_MAX) this.compact();
  }

  private compact(): void {
    this.disk.replace(SNAPSHOT, JSON.stringify({ seq: this.seq, state: this.state }));
    this.disk.replace(LINES, '');
    this.lines = 0;
  }
}

/** Files in a folder of this machine. */
export function folderDisk(folder: string): Disk {
  mkdirSync(folder, { recursive: true });
  const open = new Map<string, number>();
  return {
    read(name) {
      const file = join(folder, name);
      return existsSync(file) ? readFileSync(file, 'utf8') : null;
    },
    append(name, text) {
      let fd = open.get(name);
      if (fd === undefined) open.set(name, (fd = openSync(join(folder, name), 'a', 0o600)));
      writeWhole(fd, text);
      fsyncSync(fd);
    },
    replace(name, text) {
      const file = join(folder, name);
      const fresh = openSync(`${file}.new`, 'w', 0o600);
      writeWhole(fresh, text);
      fsyncSync(fresh);
      closeSync(fresh);
      const old = open.get(name);
      if (old !== undefined) closeSync(old);
      open.delete(name);
      renameSync(`${file}.new`, file);
      syncFolder(dirname(file));
    },
  };
}

function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

/** The new name of a file is on disk only when its folder is. Windows knows no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
