import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadRuleSet, ruleSetFiles } from '../../src/contract/rule-set.js';
import { Refusal } from '../../src/core/refusal.js';
import { readRulesFolder, shippedRules } from '../../src/outside/package-files.js';
import { writeRulesFolder } from '../../src/outside/rules-folder.js';

const shipped = ruleSetFiles(loadRuleSet(await readRulesFolder(shippedRules())));
const [first] = shipped;

function folder(files: Record<string, string> = {}): string {
  const made = mkdtempSync(join(tmpdir(), 'larisin-rules-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
  return made;
}
const contents = (dir: string): Record<string, string> =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'utf8')]));

describe('a folder of rules', () => {
  it('is made with every file and the schema that their first lines point to, and reads as the same set', async () => {
    const dir = join(folder(), 'deep', 'er');
    const { written, left } = await writeRulesFolder(dir, shipped, { prune: false });
    const schemas = ['schema.json', 'conditions.schema.json', 'set.schema.json'];
    expect(written.toSorted()).toEqual([...shipped.map(({ fileName }) => fileName), ...schemas].sort());
    expect(readdirSync(dir).sort()).toEqual(written.toSorted()); // no half-written file stays
    expect(left).toEqual([]);
    expect(ruleSetFiles(loadRuleSet(await readRulesFolder(dir)))).toEqual(shipped);
  });

  it('written again is not touched', async () => {
    const dir = folder();
    await writeRulesFolder(dir, shipped, { prune: false });
    const before = readdirSync(dir).map((name) => statSync(join(dir, name)).ino);
    const again = await writeRulesFolder(dir, shipped, { prune: true });
    expect([again.written, again.removed, again.left]).toEqual([[], [], []]);
    expect(readdirSync(dir).map((name) => statSync(join(dir, name)).ino)).toEqual(before);
  });

  it('keeps rules that the set does not have until it is pruned, and other files always', async () => {
    const gone = first!.text.replace(/"name": "[^"]+"/, '"name": "gone"');
    const others = { 'policy.json': '{}', 'notes.txt': 'mine', 'mine.json': '{"a":1}', 'broken.json': '{' };
    const dir = folder({ ...others, 'gone.json': gone });
    const kept = await writeRulesFolder(dir, shipped, { prune: false });
    expect([kept.left, kept.removed]).toEqual([['gone.json'], []]);
    const pruned = await writeRulesFolder(dir, shipped, { prune: true });
    expect([pruned.left, pruned.removed]).toEqual([[], ['gone.json']]);
    expect(contents(dir)).toMatchObject(others);
    expect(existsSync(join(dir, 'gone.json'))).toBe(false);
  });

  it('is refused before anything is written where a file of another kind is in the way', async () => {
    const name = shipped.find(({ fileName }) => !['conditions.json', 'set.json'].includes(fileName))!.fileName;
    for (const [inTheWay, text] of [
      [name, '{"private": true}'],
      ['set.json', '[1]'],
      ['schema.json', 'hello'],
    ] as const) {
      const before = { [inTheWay]: text };
      const dir = folder(before);
      const thrown: unknown = await writeRulesFolder(dir, shipped, { prune: true }).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(Refusal);
      expect(thrown).toMatchObject({ code: 'file-in-the-way', values: { fileName: inTheWay } });
      expect(contents(dir)).toEqual(before);
    }
  });

  it('that cannot be made is refused with its name', async () => {
    const dir = folder({ file: 'x' });
    await expect(writeRulesFolder(join(dir, 'file'), shipped, { prune: false })).rejects.toMatchObject({
      code: 'cannot-write',
      values: { folder: join(dir, 'file') },
    });
  });
});

describe('what is no plain file in a folder of rules', () => {
  const refusal = async (path: string): Promise<{ code: string; message: string }> => {
    const thrown: unknown = await readRulesFolder(path).catch((error: unknown) => error);
    if (!(thrown instanceof Refusal)) throw new Error('it was read');
    return thrown;
  };

  it.each<[string, (path: string) => unknown]>([
    ['a named pipe that nobody writes to', (path) => execFileSync('mkfifo', [path])],
    ['a folder', (path) => mkdirSync(path)],
    ['a device', (path) => symlinkSync('/dev/zero', path)],
    ['a link to nothing', (path) => symlinkSync('nowhere', path)],
  ])('%s is refused by its name, and not waited for', async (_, make) => {
    const dir = folder({ [first!.fileName]: first!.text });
    make(join(dir, 'odd.json'));
    const refused = await refusal(dir);
    expect(refused.code).toBe('not-a-file');
    expect(refused.message).toContain(join(dir, 'odd.json'));
  });

  it('is passed over when it is not called *.json, and a link to a file is read', async () => {
    const dir = folder({ [first!.fileName]: first!.text });
    mkdirSync(join(dir, 'drafts'));
    symlinkSync(join(dir, first!.fileName), join(dir, 'linked.json'));
    expect((await readRulesFolder(dir)).map(({ fileName }) => fileName).sort()).toEqual(
      [first!.fileName, 'linked.json'].sort(),
    );
  });

  it('in the place of the folder itself is refused too', async () => {
    const dir = folder();
    execFileSync('mkfifo', [join(dir, 'pipe')]);
    expect(await refusal(join(dir, 'pipe'))).toMatchObject({
      code: 'no-such-folder',
      message: `${join(dir, 'pipe')} is not a folder: name the folder that the rule files are in.`,
    });
  });
});
