import type { EntityManager } from 'typeorm';
import type { CalendarWindow } from '../../core/calendar-windows.js';
import { CalendarWindowTable } from '../tables/shop.js';

/** Every window of the calendar, in the order of its days. */
export async function readWindows(manager: EntityManager): Promise<CalendarWindow[]> {
  return manager.find(CalendarWindowTable, { order: { startsOn: 'ASC', id: 'ASC' } });
}
