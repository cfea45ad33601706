import { describe, expect, it } from 'vitest';
import { acquireLease, isLeaseHeld } from '../../src/flow/lease.js';
import { DATABASES, freshDatabase } from '../database.js';

describe.each(DATABASES)('a lease on %s', (kind) => {
  it('has one holder among many who ask at once', async () => {
    const db = await freshDatabase(kind);
    const asked = await Promise.all(Array.from({ length: 12 }, () => acquireLease(db, 'run')));
    const held = asked.filter((lease) => lease !== null);
    expect(held).toHaveLength(1);
    await held[0]!.release();
    expect(await isLeaseHeld(db, 'run', Date.now())).toBe(false);
    const next = await acquireLease(db, 'run');
    expect(next?.fence).toBe(2);
    await next?.release();
  });

  it('passes on when its holder has been dead for a minute, and not before', async () => {
    const db = await freshDatabase(kind);
    const start = 1_000_000_000_000;
    const dead = await acquireLease(db, 'run', () => start);
    expect(await acquireLease(db, 'run', () => start + 59_000)).toBeNull();
    const heir = await acquireLease(db, 'run', () => start + 61_000);
    expect(heir?.fence).toBe(2);
    await dead!.release(); // must not take it from the heir
    expect(await isLeaseHeld(db, 'run', start + 62_000)).toBe(true);
    await heir!.release();
  });
});
