import type { EntityManager } from 'typeorm';
import type { CalendarWindow } from '../../core/calendar-windows.js';
import { Refusal } from '../../core/refusal.js';
import { formatDay, type Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { recordAudit, type Caller } from '../../db/stores/audit.js';
import { readChannels } from '../../db/stores/settings.js';
import { CalendarWindowTable } from '../../db/tables/shop.js';

/** What somebody may say of a window. */
export type WindowContent = Omit<CalendarWindow, 'id' | 'revision' | 'updatedBy' | 'updatedAt'>;

/** A calendar that a run can read at once and a person can look through. */
const WINDOWS_MAX = 1_000;

/** @throws Refusal `unknown-channel`, `calendar-full` */
export async function addWindow(
  db: Database,
  content: WindowContent,
  by: Caller,
  now: Instant,
): Promise<CalendarWindow> {
  return db.transaction(async (manager) => addWithin(manager, content, by, now));
}

/**
 * Adds those entries that the calendar does not have yet: of the same kind and name on the same days. All or none.
 * @returns how many were added
 * @throws Refusal `unknown-channel`, `calendar-full`
 */
export async function addMissing(
  db: Database,
  contents: readonly WindowContent[],
  by: Caller,
  now: Instant,
): Promise<number> {
  return db.transaction(async (manager) => {
    let added = 0;
    for (const content of contents) {
      const { kind, name, startsOn, endsOn } = content;
      if (await manager.existsBy(CalendarWindowTable, { kind, name, startsOn, endsOn })) continue;
      await addWithin(manager, content, by, now);
      added++;
    }
    return added;
  });
}

async function addWithin(
  manager: EntityManager,
  content: WindowContent,
  by: Caller,
  now: Instant,
): Promise<CalendarWindow> {
  await requireChannels(manager, content.channels);
  if ((await manager.countBy(CalendarWindowTable, {})) >= WINDOWS_MAX) {
    const message = `The calendar holds ${WINDOWS_MAX} entries already: delete some of the past first.`;
    throw new Refusal('conflict', 'calendar-full', message, { most: WINDOWS_MAX });
  }
  const row = { ...content, revision: 1, updatedBy: by.actor, updatedAt: now };
  const saved = await manager.save(CalendarWindowTable, row);
  await recordAudit(manager, by, now, 'calendar.add', `calendar:${saved.id}`, told(saved));
  return saved;
}

/** @throws Refusal `unknown-window`, `unknown-channel`; `revision-conflict` when somebody else was faster */
export async function changeWindow(
  db: Database,
  id: number,
  expectedRevision: number,
  content: WindowContent,
  by: Caller,
  now: Instant,
): Promise<CalendarWindow> {
  return db.transaction(async (manager) => {
    await requireChannels(manager, content.channels);
    await requireRevision(db, manager, id, expectedRevision);
    const row = { ...content, revision: expectedRevision + 1, updatedBy: by.actor, updatedAt: now };
    await manager.update(CalendarWindowTable, { id }, row);
    await recordAudit(manager, by, now, 'calendar.change', `calendar:${id}`, told(content));
    return { id, ...row };
  });
}

/** @throws Refusal `unknown-window`; `revision-conflict` when somebody else was faster */
export async function removeWindow(
  db: Database,
  id: number,
  expectedRevision: number,
  by: Caller,
  now: Instant,
): Promise<void> {
  await db.transaction(async (manager) => {
    const window = await requireRevision(db, manager, id, expectedRevision);
    await manager.delete(CalendarWindowTable, { id });
    await recordAudit(manager, by, now, 'calendar.remove', `calendar:${id}`, told(window));
  });
}

/** Removes an entry as it stands now. @throws Refusal `unknown-window` */
export async function removeNewest(db: Database, id: number, by: Caller, now: Instant): Promise<void> {
  const window = await db.manager.findOneBy(CalendarWindowTable, { id });
  await removeWindow(db, id, window?.revision ?? 1, by, now);
}

/** The row's lock is held until the change commits: of two changes at once the second finds a new revision. */
async function requireRevision(
  db: Database,
  manager: EntityManager,
  id: number,
  expected: number,
): Promise<CalendarWindow> {
  await manager.query(`SELECT id FROM calendar_window WHERE id = ?${db.forUpdate}`, [id]);
  const window = await manager.findOneBy(CalendarWindowTable, { id });
  if (window === null) {
    throw new Refusal('notFound', 'unknown-window', `The calendar has no entry ${id}; somebody may have deleted it.`);
  }
  if (window.revision === expected) return window;
  const { revision, updatedBy } = window;
  const message = `${updatedBy} has changed this entry meanwhile: read it again and repeat your change.`;
  throw new Refusal('conflict', 'revision-conflict', message, { revision, updatedBy });
}

async function requireChannels(manager: EntityManager, codes: string[] | null): Promise<void> {
  const known = (await readChannels(manager)).map(({ code }) => code);
  const unknown = (codes ?? []).filter((code) => !known.includes(code));
  if (unknown.length === 0) return;
  const message = `There is no channel ${unknown.join(', ')}; there are ${known.join(', ')}.`;
  throw new Refusal('invalid', 'unknown-channel', message, { known }, [
    { path: '/channels', code: 'unknown-channel', message: `knows no ${unknown.join(', ')}` },
  ]);
}

const told = ({ kind, name, startsOn, endsOn }: WindowContent): Record<string, unknown> => ({
  kind,
  name,
  startsOn: formatDay(startsOn),
  endsOn: formatDay(endsOn),
});
