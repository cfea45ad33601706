import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderDisk, Journal } from '../../examples/sync-worker/src/journal.js';
import { enter } from '../../examples/sync-worker/src/lock.js';
import { decimalText, readDecimal } from '../../examples/sync-worker/src/money.js';
import { Mortal } from './mortal.js';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'larisin-sync-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
const pulled = (cursor: string) => ({ type: 'pulled' as const, cursor, isHeld: false, orders: [] });

describe('the journal', () => {
  it('is what was written, after any number of starts, and stays short', () => {
    const { disk, files } = new Mortal();
    const journal = Journal.open(disk);
    for (let i = 1; i <= 2_500; i++) journal.write(pulled(`c${i}`));
    expect(files.get('journal.jsonl')!.split('\n')).toHaveLength(501);
    expect(Journal.open(disk).state.cursor).toBe('c2500');
    expect(Journal.open(disk).state.cursor).toBe('c2500');
  });

  it('passes over a last line that was cut short, and goes on from there', () => {
    const dir = folder();
    const journal = Journal.open(folderDisk(dir));
    journal.write(pulled('c1'));
    const file = join(dir, 'journal.jsonl');
    const line = readFileSync(file, 'utf8');
    writeFileSync(file, line + line.replace('[1,', '[2,').slice(0, 20));
    const again = Journal.open(folderDisk(dir));
    expect(again.state.cursor).toBe('c1');
    again.write(pulled('c2'));
    expect(Journal.open(folderDisk(dir)).state.cursor).toBe('c2');
  });

  it('refuses a journal that lost a line, and one that could not be written', () => {
    const dir = folder();
    Journal.open(folderDisk(dir)).write(pulled('c1'));
    const file = join(dir, 'journal.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('[1,', '[3,'));
    expect(() => Journal.open(folderDisk(dir))).toThrow('line 3 after 0');
    const full = {
      read: () => null,
      replace: () => undefined,
      append: () => {
        throw new Error('ENOSPC');
      },
    };
    const journal = Journal.open(full);
    expect(() => journal.write(pulled('c1'))).toThrow('ENOSPC');
    expect(journal.state.cursor).toBe(null);
    expect(() => journal.write(pulled('c1'))).toThrow('Start the job again');
  });

  it('lets one job in at a time, and the next one after one that died', () => {
    const dir = folder();
    const leave = enter(dir)!;
    const file = join(dir, 'job.pid');
    writeFileSync(file, String(process.ppid)); // somebody else who is alive
    expect(enter(dir)).toBe(null);
    writeFileSync(file, '999999999');
    expect(enter(dir)).not.toBe(null);
    leave();
    expect(enter(dir)).not.toBe(null);
  });
});

describe('money as channels write it', () => {
  it.each([
    [71_900, 0, '71900'],
    [1_995, 2, '19.95'],
    [5, 2, '0.05'],
    [0, 2, '0.00'],
  ])('%d with %d decimals is %s', (amount, scale, text) => {
    expect(decimalText(amount, scale)).toBe(text);
    expect(readDecimal(text, scale)).toBe(amount);
  });

  it.each([
    ['71900.00', 0, 71_900],
    ['719.5', 2, 71_950],
    ['71900.50', 0, null],
    ['1e5', 0, null],
    ['-1', 0, null],
    ['71.900,00', 0, null],
    ['', 0, null],
    [null, 0, null],
    ['99999999999999999999', 0, null],
  ])('%s with %d decimals reads as %s', (text, scale, amount) => {
    expect(readDecimal(text, scale)).toBe(amount);
  });
});
