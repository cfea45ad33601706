import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/core/refusal.js';
import { IdempotentReplyTable } from '../../src/db/tables/shop.js';
import { sha256 } from '../../src/flow/access.js';
import { once, REPLY_KEPT_MS, RETAKE_AFTER_MS } from '../../src/flow/idempotent.js';
import { DATABASES, freshDatabase } from '../database.js';

const NOW = Date.UTC(2026, 2, 31);
const request = { actor: 'key:abc', key: 'k', content: 'POST /x\n{}' };
const codeOf = (error: unknown): unknown => (error instanceof Refusal ? error.code : error);

describe.each(DATABASES)('a write under an idempotency key on %s', (kind) => {
  it('is done once by twenty parallel repeats; each gets the answer or is told to wait', async () => {
    const db = await freshDatabase(kind);
    let done = 0;
    const work = async () => {
      done++;
      await sleep(30);
      return { status: 201, body: { n: done } };
    };
    const all = await Promise.all(
      Array.from({ length: 20 }, () => once(db, request, () => NOW, work).catch((error: unknown) => codeOf(error))),
    );
    expect(done).toBe(1);
    const first = { status: 201, body: { n: 1 } };
    for (const one of all) {
      expect(['idempotency-key-busy', { ...first, isReplay: true }, { ...first, isReplay: false }]).toContainEqual(one);
    }
    expect(await once(db, request, () => NOW, work)).toEqual({ ...first, isReplay: true });
  });

  it('refuses another content under the same key, and takes the key of another caller', async () => {
    const db = await freshDatabase(kind);
    const answer = (n: number) => async () => ({ status: 200, body: n });
    await once(db, request, () => NOW, answer(1));
    const other = once(db, { ...request, content: 'POST /x\n{"a":1}' }, () => NOW, answer(2));
    expect(await other.catch(codeOf)).toBe('idempotency-key-reused');
    expect((await once(db, { ...request, actor: 'key:xyz' }, () => NOW, answer(3))).body).toBe(3);
    expect((await once(db, { ...request, key: 'K' }, () => NOW, answer(4))).body).toBe(4);
  });

  it('keeps no refusal: the repeat tries again', async () => {
    const db = await freshDatabase(kind);
    const refuse = async () => Promise.reject(new Refusal('conflict', 'not-now', 'Not now.'));
    expect(await once(db, request, () => NOW, refuse).catch(codeOf)).toBe('not-now');
    const reply = await once(
      db,
      request,
      () => NOW,
      async () => ({ status: 204, body: undefined }),
    );
    expect(reply).toMatchObject({ status: 204, isReplay: false });
    expect((await once(db, request, () => NOW, refuse)).body).toBeNull();
  });

  it('is taken over after five minutes from a process that died, by one of those who try', async () => {
    const db = await freshDatabase(kind);
    const dead = { actor: request.actor, idempotencyKey: request.key, requestHash: sha256(request.content) };
    await db.manager.insert(IdempotentReplyTable, { ...dead, status: null, createdAt: NOW });
    let done = 0;
    const work = async () => ({ status: 200, body: ++done });
    const early = once(db, request, () => NOW + RETAKE_AFTER_MS - 1, work);
    expect(await early.catch(codeOf)).toBe('idempotency-key-busy');
    const late = () => once(db, request, () => NOW + RETAKE_AFTER_MS, work).catch(codeOf);
    await Promise.all([late(), late(), late(), late()]);
    expect(done).toBe(1);
  });

  it('does not let a process that was taken over replace the answer of its successor', async () => {
    const db = await freshDatabase(kind);
    let now = NOW;
    let finish!: () => void;
    const slow = once(
      db,
      request,
      () => now,
      async () => {
        await new Promise<void>((resolve) => (finish = resolve));
        return { status: 200, body: 'slow' };
      },
    );
    while (finish === undefined) await sleep(5);
    now += RETAKE_AFTER_MS;
    await once(
      db,
      request,
      () => now,
      async () => ({ status: 200, body: 'second' }),
    );
    finish();
    await slow;
    expect(
      (
        await once(
          db,
          request,
          () => now,
          async () => ({ status: 200, body: 'third' }),
        )
      ).body,
    ).toBe('second');
  });

  it('is forgotten after a week', async () => {
    const db = await freshDatabase(kind);
    await once(
      db,
      request,
      () => NOW,
      async () => ({ status: 200, body: 1 }),
    );
    await once(
      db,
      { ...request, key: 'next' },
      () => NOW + REPLY_KEPT_MS + 1,
      async () => ({ status: 200, body: 2 }),
    );
    expect(await db.manager.countBy(IdempotentReplyTable, {})).toBe(1);
  });
});
