import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { formatInstant, IdParam, PageQuery, type Page } from '../contract/http.js';
import { NewRun, RunChanges, RunChangesQuery, RunPage, RunView } from '../contract/runs.js';
import { ZoneClock } from '../core/intake/zone.js';
import { Refusal } from '../core/refusal.js';
import type { Run } from '../core/run.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { listRuns } from '../db/stores/runs.js';
import { readShop } from '../db/stores/settings.js';
import { RunTable } from '../db/tables/engine.js';
import { defaultAsOf, requestRun } from '../flow/analyse.js';
import type { Principal } from '../flow/access.js';
import { runChanges } from '../flow/run-changes.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { afterId, decodeCursor, encodeCursor, pageFrom } from './paging.js';
import { sendProgress } from './progress.js';
import { Clock, WORK } from './providers.js';
import type { Work } from './providers.js';

/** Rows of a run that is done stay as they are, so that their places count. */
const Offset = z.int().min(0);

@ApiTags('runs')
@Controller('api/v1/runs')
export class RunsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(WORK) private readonly work: Work,
  ) {}

  @Post()
  @Access('merchandiser')
  @Answer('Asks for a run; it begins at once in the background.', RunView, { status: 202 })
  async start(@Body({ schema: NewRun }) body: NewRun, @Who() who: Principal): Promise<RunView> {
    const now = this.clock.now();
    const { timeZone } = await readShop(this.db.manager);
    const today = new ZoneClock(timeZone).dayOf(now);
    const asOf = body.asOf ?? (await defaultAsOf(this.db, today));
    const run = await requestRun(this.db, { asOf, cause: 'api', createdBy: who.actor, today }, now);
    this.work.nudge();
    return view(run, timeZone);
  }

  @Get()
  @Access('viewer', { scope: 'read' })
  @Answer('Lists runs, newest first.', RunPage)
  async list(@Query({ schema: PageQuery }) query: PageQuery): Promise<Page<RunView>> {
    const { timeZone } = await readShop(this.db.manager);
    const rows = await listRuns(this.db.manager, query.limit + 1, afterId(query.after));
    return pageFrom(
      rows,
      query.limit,
      (run) => run.id,
      (run) => view(run, timeZone),
    );
  }

  @Get(':id')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows a run with its progress.', RunView)
  async show(@Param('id', { schema: IdParam }) id: number): Promise<RunView> {
    const { timeZone } = await readShop(this.db.manager);
    return view(await this.find(id), timeZone);
  }

  @Get(':id/changes')
  @Access('viewer', { scope: 'read' })
  @Answer('Tells what a run changed against the one before, and lists one kind of change.', RunChanges)
  async changes(
    @Param('id', { schema: IdParam }) id: number,
    @Query({ schema: RunChangesQuery }) query: RunChangesQuery,
  ): Promise<RunChanges> {
    const offset = decodeCursor(query.after, Offset) ?? 0;
    const found = await runChanges(this.db, await this.find(id), { ...query, offset });
    const isMore = found.suggestions.length + found.products.length > query.limit;
    return {
      ...found,
      suggestions: found.suggestions.slice(0, query.limit),
      products: found.products.slice(0, query.limit),
      next: isMore ? encodeCursor(offset + query.limit) : null,
    };
  }

  @Get(':id/events')
  @Access('viewer', { scope: 'read' })
  @Answer('Streams a run’s progress as server-sent events until it has ended.', RunView, { type: 'text/event-stream' })
  async events(@Param('id', { schema: IdParam }) id: number, @Res() reply: FastifyReply): Promise<void> {
    const { timeZone } = await readShop(this.db.manager);
    await sendProgress(
      reply,
      'run',
      () => this.find(id),
      (run) => view(run, timeZone),
    );
  }

  private async find(id: number): Promise<Run> {
    const run = await this.db.manager.findOneBy(RunTable, { id });
    if (run === null) throw new Refusal('notFound', 'no-such-run', `There is no run ${id}.`);
    return run;
  }
}

function view(run: Run, timeZone: string): RunView {
  const at = (instant: number | null) => (instant === null ? null : formatInstant(instant, timeZone));
  return {
    ...run,
    asOf: formatDay(run.asOf),
    totals: run.totals === null ? null : { ...run.totals },
    createdAt: formatInstant(run.createdAt, timeZone),
    startedAt: at(run.startedAt),
    finishedAt: at(run.finishedAt),
    lastSaleOn: run.lastSaleOn === null ? null : formatDay(run.lastSaleOn),
    lastStockOn: run.lastStockOn === null ? null : formatDay(run.lastStockOn),
  };
}
