import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  CalendarDayList,
  DaysQuery,
  NewWindow,
  WindowChange,
  WindowList,
  WindowRemoval,
  WindowView,
  windowView,
} from '../contract/calendar.js';
import { IdParam } from '../contract/http.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { readWindows } from '../db/stores/calendar.js';
import { currentPolicy, readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { daysOnCalendar } from '../flow/calendar/days.js';
import { addWindow, changeWindow, removeWindow } from '../flow/calendar/windows.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { Clock } from './providers.js';

@ApiTags('calendar')
@Controller('api/v1/calendar')
export class CalendarController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer', { scope: 'read' })
  @Answer('Lists the calendar’s dated entries, and the days that the policy has come back.', WindowList)
  async list(): Promise<WindowList> {
    const { timeZone } = await readShop(this.db.manager);
    const { paydays, campaigns } = (await currentPolicy(this.db.manager)).body;
    const windows = await readWindows(this.db.manager);
    return { items: windows.map((window) => windowView(window, timeZone)), paydays, campaigns };
  }

  @Get('days')
  @Access('viewer', { scope: 'read' })
  @Answer(
    'Says of each day what rules and guardrails see: pay days, campaigns, holidays, locks, boosts.',
    CalendarDayList,
  )
  async days(@Query({ schema: DaysQuery }) { from, to }: DaysQuery): Promise<CalendarDayList> {
    const days = await daysOnCalendar(this.db, from, to);
    return {
      items: days.map(({ day, locks, boosts, ...rest }) => ({
        ...{ day: formatDay(day), ...rest, locks: locks.map(placeOf), boosts: boosts.map(placeOf) },
      })),
    };
  }

  @Post()
  @Access('merchandiser')
  @Idempotent()
  @Answer('Adds an entry to the calendar; in force from the next run on.', WindowView, { status: 201 })
  async add(@Body({ schema: NewWindow }) body: NewWindow, @Who() who: Principal): Promise<WindowView> {
    const { timeZone } = await readShop(this.db.manager);
    return windowView(await addWindow(this.db, body, who, this.clock.now()), timeZone);
  }

  @Put(':id')
  @Access('merchandiser')
  @Idempotent()
  @Answer('Changes an entry of the calendar.', WindowView)
  async change(
    @Param('id', { schema: IdParam }) id: number,
    @Body({ schema: WindowChange }) { expectedRevision, ...content }: WindowChange,
    @Who() who: Principal,
  ): Promise<WindowView> {
    const { timeZone } = await readShop(this.db.manager);
    return windowView(await changeWindow(this.db, id, expectedRevision, content, who, this.clock.now()), timeZone);
  }

  @Delete(':id')
  @Access('merchandiser')
  @Idempotent()
  @Answer('Removes an entry from the calendar.', null)
  async remove(
    @Param('id', { schema: IdParam }) id: number,
    @Query({ schema: WindowRemoval }) { expectedRevision }: WindowRemoval,
    @Who() who: Principal,
  ): Promise<void> {
    await removeWindow(this.db, id, expectedRevision, who, this.clock.now());
  }
}

/** Where a lock or boost holds; null: everywhere. */
function placeOf({
  name,
  channels,
  categories,
}: {
  name: string;
  channels?: string[] | null;
  categories?: string[] | null;
}): {
  name: string;
  channels: string[] | null;
  categories: string[] | null;
} {
  return { name, channels: channels ?? null, categories: categories ?? null };
}
