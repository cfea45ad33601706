import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  BacktestHeadView,
  BacktestHitPage,
  BacktestHitQuery,
  backtestHitView,
  backtestHeadView,
  BacktestPage,
  BacktestQuery,
  BacktestView,
  backtestView,
  NewBacktest,
  type BacktestHitView,
} from '../contract/backtests.js';
import { CaseExplained, caseExplained } from '../contract/explain.js';
import { ChannelCode, IdParam, type Page } from '../contract/http.js';
import {
  effectView,
  PreviewRequest,
  PreviewRowPage,
  PreviewRowQuery,
  PreviewView,
  type PreviewRowView,
} from '../contract/preview.js';
import { WhatIfRequest, WhatIfView, whatIfView } from '../contract/what-if.js';
import { ZoneClock } from '../core/intake/zone.js';
import type { PreviewRow } from '../core/preview.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { findBacktest, hitsOf, listBacktests } from '../db/stores/backtests.js';
import { readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { cancelBacktest, requestBacktest } from '../flow/rules/backtest.js';
import { evaluateWhatIf } from '../flow/rules/what-if.js';
import { explainListing } from '../flow/rules/explain.js';
import { previewRows, previewRules, type RulesPreview } from '../flow/rules/preview.js';
import type { RulesToTry } from '../flow/rules/to-try.js';
import { Access, BodyBytesMax, Who } from './access.js';
import { Answer } from './answer.js';
import { afterId, decodeCursor, encodeCursor, pageFrom } from './paging.js';
import { sendProgress } from './progress.js';
import { Clock, WORK } from './providers.js';
import type { Work } from './providers.js';
import { inRequest } from './rule-version-view.js';
import { SET_BYTES_MAX } from './rules.controller.js';

const ExplainQuery = z.object({
  channel: ChannelCode,
  version: z.coerce.number().int().positive().optional().describe('Left out: the rules in force.'),
  rule: z.string().max(64).optional().describe('Name of the one rule to tell of.'),
});
type ExplainQuery = z.infer<typeof ExplainQuery>;

/** Rules tried out: on a listing, on today, on the past. Nothing here changes what is in force. */
@ApiTags('rules')
@Controller('api/v1')
export class TrialsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(WORK) private readonly work: Work,
  ) {}

  @Post('rules/preview')
  @Access('viewer', { scope: 'read' })
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Says what a set would do on the facts of the last run, against the set in force.', PreviewView)
  async preview(@Body({ schema: PreviewRequest }) body: PreviewRequest): Promise<PreviewView> {
    return previewView(await located(body, previewRules(this.db, toTry(body), this.clock.now())));
  }

  @Get('rules/previews/:id/rows')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists the listings that a preview found to change, most money at stake first.', PreviewRowPage)
  async rows(
    @Param('id', { schema: z.string().max(64).meta({ example: 'q3nQ0y5v2mJw4p1K8sT7bA' }) }) id: string,
    @Query({ schema: PreviewRowQuery }) { limit, after, ...filter }: PreviewRowQuery,
  ): Promise<PreviewRowPage> {
    const from = decodeCursor(after, z.int().min(0)) ?? 0;
    const { rows, total } = await previewRows(this.db, id, filter, from, limit);
    const next = from + rows.length;
    return { items: rows.map(rowView), next: next < total ? encodeCursor(next) : null, total };
  }

  @Post('rules/backtests')
  @Access('merchandiser')
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Asks for a back-test: a set on days of the past, each as it was known then.', BacktestHeadView, {
    status: 202,
  })
  async startBacktest(
    @Body({ schema: NewBacktest }) body: NewBacktest,
    @Who() who: Principal,
  ): Promise<BacktestHeadView> {
    const now = this.clock.now();
    const { timeZone } = await readShop(this.db.manager);
    const { from, to, everyDays } = body;
    const today = new ZoneClock(timeZone).dayOf(now);
    const request = { rules: toTry(body), from, to, everyDays };
    const backtest = await located(body, requestBacktest(this.db, request, who, today, now));
    this.work.nudge();
    return backtestHeadView(backtest, timeZone);
  }

  @Get('rules/backtests')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists back-tests, newest first, without their results.', BacktestPage)
  async backtests(@Query({ schema: BacktestQuery }) query: BacktestQuery): Promise<Page<BacktestHeadView>> {
    const { timeZone } = await readShop(this.db.manager);
    const rows = await listBacktests(this.db, query, query.limit + 1, afterId(query.after));
    return pageFrom(
      rows,
      query.limit,
      (row) => row.id,
      (row) => backtestHeadView(row, timeZone),
    );
  }

  @Get('rules/backtests/:id')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows a back-test with its progress and, once it is done, its result.', BacktestView)
  async backtest(@Param('id', { schema: IdParam }) id: number): Promise<BacktestView> {
    const { timeZone } = await readShop(this.db.manager);
    return backtestView(await findBacktest(this.db, id), timeZone);
  }

  @Get('rules/backtests/:id/events')
  @Access('viewer', { scope: 'read' })
  @Answer('Streams a back-test’s progress as server-sent events until it has ended.', BacktestHeadView, {
    type: 'text/event-stream',
  })
  async backtestEvents(@Param('id', { schema: IdParam }) id: number, @Res() reply: FastifyReply): Promise<void> {
    const { timeZone } = await readShop(this.db.manager);
    await sendProgress(
      reply,
      'backtest',
      () => findBacktest(this.db, id),
      (row) => backtestHeadView(row, timeZone),
    );
  }

  @Get('rules/backtests/:id/hits')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists what a back-test would have suggested, product by product, day by day.', BacktestHitPage)
  async hits(
    @Param('id', { schema: IdParam }) id: number,
    @Query({ schema: BacktestHitQuery }) query: BacktestHitQuery,
  ): Promise<Page<BacktestHitView>> {
    await findBacktest(this.db, id);
    const key = z.tuple([z.int(), z.int(), z.int()]);
    const [productId, channelId, day] = decodeCursor(query.after, key) ?? [];
    const after = productId === undefined ? undefined : { productId, channelId: channelId!, day: day! };
    return pageFrom(
      await hitsOf(this.db, id, query, query.limit + 1, after),
      query.limit,
      (hit) => [hit.productId, hit.channelId, hit.day],
      backtestHitView,
    );
  }

  @Post('rules/backtests/:id/cancel')
  @Access('merchandiser')
  @Answer('Stops a back-test that waits or is being worked on.', BacktestHeadView)
  async cancel(@Param('id', { schema: IdParam }) id: number, @Who() who: Principal): Promise<BacktestHeadView> {
    const { timeZone } = await readShop(this.db.manager);
    return backtestHeadView(await cancelBacktest(this.db, id, who, this.clock.now()), timeZone);
  }

  @Post('evaluate')
  @Access('viewer', { scope: 'read' })
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Says what would be suggested for these facts, or for a listing with some of its facts changed.', WhatIfView)
  async evaluate(@Body({ schema: WhatIfRequest }) body: WhatIfRequest): Promise<WhatIfView> {
    const now = this.clock.now();
    const { timeZone } = await readShop(this.db.manager);
    const { sku, channel, facts } = body;
    const listing = sku === undefined || channel === undefined ? null : { sku, channel };
    const rules = body.version === undefined && body.ruleSet === undefined ? null : toTry(body);
    const today = new ZoneClock(timeZone).dayOf(now);
    return whatIfView(await located(body, evaluateWhatIf(this.db, { listing, facts, rules }, today, now)));
  }

  @Get('products/:sku/rules')
  @Access('viewer', { scope: 'read' })
  @Answer('Explains what every rule says of a product on a channel, and how far each is from turning.', CaseExplained)
  async explain(
    @Param('sku') sku: string,
    @Query({ schema: ExplainQuery }) { channel, version, rule }: ExplainQuery,
  ): Promise<CaseExplained> {
    const { worded, ...about } = await explainListing(
      this.db,
      sku,
      channel,
      version === undefined ? null : { version },
      rule,
    );
    return caseExplained(about, worded);
  }
}

/** What is wrong with rules that were sent is told at its place in the request; of a version, in the version. */
const located = <T>({ ruleSet }: { ruleSet?: unknown }, work: Promise<T>): Promise<T> =>
  ruleSet === undefined ? work : inRequest(work);

function toTry({ version, ruleSet }: { version?: number | undefined; ruleSet?: unknown }): RulesToTry {
  return version === undefined ? { ruleSet } : { version };
}

function previewView({ id, run, tried, inForceVersion, rows, ...preview }: RulesPreview): PreviewView {
  return {
    id,
    run: { id: run.id, asOf: formatDay(run.asOf) },
    ...tried,
    inForceVersion,
    ...preview,
    rows: rows.length,
  };
}

function rowView({ productName, before, after, ...row }: PreviewRow): PreviewRowView {
  return { ...row, name: productName, before: effectView(before), after: effectView(after) };
}
