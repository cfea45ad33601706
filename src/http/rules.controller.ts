import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, type Page } from '../contract/http.js';
import { ruleJsonSchema } from '../contract/rule-schema.js';
import { ruleSetFiles } from '../contract/rule-set.js';
import {
  DiffQuery,
  Restoring,
  RuleFilesView,
  RulesDiffView,
  rulesHead,
  VersionsQuery,
} from '../contract/rule-versions.js';
import {
  checkSetJson,
  FactPage,
  NewRules,
  RuleHitsView,
  RuleJsonSchema,
  RulesFindings,
  RulesHeadPage,
  RulesToCheck,
  RulesView,
  type FactView,
  type RulesHead,
} from '../contract/rules-api.js';
import type { RuleSetVersion } from '../core/rules/rule.js';
import { Database } from '../db/database.js';
import { listRuleVersions, readRuleVersion } from '../db/stores/rules.js';
import { publishedRules, readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { readCheckContext } from '../flow/rules/check-context.js';
import { factsSeen } from '../flow/rules/facts-seen.js';
import { findingsTogether } from '../core/rules/findings-together.js';
import { checkRules, tally } from '../flow/rules/check.js';
import { checkOnRun } from '../flow/rules/check-on-run.js';
import { compareVersions } from '../flow/rules/compare.js';
import { confirmedChanges } from '../flow/rules/confirm.js';
import { ruleHits } from '../flow/rules/hits.js';
import { publishRules, restoreRules } from '../flow/rules/publish.js';
import { Access, BodyBytesMax, Who } from './access.js';
import { Answer } from './answer.js';
import { afterId, pageFrom } from './paging.js';
import { Clock } from './providers.js';
import { confirmingField, inRequest, rulesView } from './rule-version-view.js';

/** 2,000 rules of 2,000 characters each. */
export const SET_BYTES_MAX = 4_194_304;

@ApiTags('rules')
@Controller('api/v1')
export class RulesController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get('facts')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists the facts that rules may read, each with how it lies over the last run.', FactPage)
  async facts(): Promise<Page<FactView>> {
    return { items: await factsSeen(this.db), next: null };
  }

  @Get('rules')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows the rule set in force.', RulesView)
  async show(): Promise<RulesView> {
    return this.view(await publishedRules(this.db.manager));
  }

  @Get('rules/schema')
  @Access('viewer', { scope: 'read' })
  @Answer('Gives the JSON Schema (2020-12) of a rule, for editors.', RuleJsonSchema)
  schema(): object {
    return ruleJsonSchema();
  }

  @Get('rules/versions')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists the versions of the rule set, newest first, without their rules.', RulesHeadPage)
  async versions(@Query({ schema: VersionsQuery }) query: VersionsQuery): Promise<Page<RulesHead>> {
    const { timeZone } = await readShop(this.db.manager);
    const rows = await listRuleVersions(this.db.manager, query, query.limit + 1, afterId(query.after));
    return pageFrom(
      rows,
      query.limit,
      (row) => row.version,
      (row) => rulesHead(row, timeZone),
    );
  }

  @Get('rules/versions/:version')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows a version of the rule set, to compare or to put back.', RulesView)
  async version(@Param('version', { schema: IdParam }) version: number): Promise<RulesView> {
    return this.view(await readRuleVersion(this.db.manager, version));
  }

  @Get('rules/versions/:version/findings')
  @Access('viewer', { scope: 'read' })
  @Answer('Says what the checks find in a version now, on the facts of the last run too.', RulesFindings)
  async findings(@Param('version', { schema: IdParam }) version: number): Promise<RulesFindings> {
    const { body } = await readRuleVersion(this.db.manager, version);
    const { ruleSet, findings } = checkSetJson(body, await readCheckContext(this.db.manager));
    return tally(findingsTogether(findings, ruleSet === null ? [] : await checkOnRun(this.db, ruleSet)));
  }

  @Get('rules/versions/:version/hits')
  @Access('viewer', { scope: 'read' })
  @Answer(
    'Says how often each rule of a version fires, wins and leads to a price on the facts of the last run.',
    RuleHitsView,
  )
  async hits(@Param('version', { schema: IdParam }) version: number): Promise<RuleHitsView> {
    return ruleHits(this.db, version, this.clock.now());
  }

  @Get('rules/versions/:version/files')
  @Access('viewer', { scope: 'read' })
  @Answer(
    'Gives a version as files: the canonical text of each rule, of the named conditions and of the set.',
    RuleFilesView,
  )
  async files(@Param('version', { schema: IdParam }) version: number): Promise<RuleFilesView> {
    const { body } = await readRuleVersion(this.db.manager, version);
    return { version, files: ruleSetFiles(body) };
  }

  @Get('rules/versions/:version/diff')
  @Access('viewer', { scope: 'read' })
  @Answer('Compares a version with an earlier one, rule by rule.', RulesDiffView)
  async diff(
    @Param('version', { schema: IdParam }) version: number,
    @Query({ schema: DiffQuery }) { against }: DiffQuery,
  ): Promise<unknown> {
    const { timeZone } = await readShop(this.db.manager);
    const { before, after, diff } = await compareVersions(this.db.manager, version, against);
    return { before: rulesHead(before, timeZone), after: rulesHead(after, timeZone), ...diff };
  }

  @Post('rules/versions/:version/restore')
  @Access('merchandiser')
  @Answer('Puts a version back that was in force before: its content becomes a new version.', RulesView, {
    status: 201,
  })
  async restore(
    @Param('version', { schema: IdParam }) version: number,
    @Body({ schema: Restoring }) body: Restoring,
    @Who() who: Principal,
  ): Promise<RulesView> {
    const now = this.clock.now();
    const guard = confirmedChanges(this.db, body.confirmedChanges, now, confirmingField);
    return this.view(await restoreRules(this.db, version, body, who, now, guard));
  }

  @Post('rules/check')
  @Access('viewer', { scope: 'read' })
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Says everything that is wrong with a rule or a set, and changes nothing.', RulesFindings)
  async check(@Body({ schema: RulesToCheck }) body: RulesToCheck): Promise<RulesFindings> {
    return checkRules(this.db, body);
  }

  @Post('rules/versions')
  @Access('merchandiser')
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Publishes a whole set as a new version, in force from the next run on.', RulesView, { status: 201 })
  async publish(@Body({ schema: NewRules }) body: NewRules, @Who() who: Principal): Promise<RulesView> {
    const now = this.clock.now();
    const guard = confirmedChanges(this.db, body.confirmedChanges, now, confirmingField);
    return this.view(await inRequest(publishRules(this.db, body, who, now, guard)));
  }

  private async view(row: RuleSetVersion): Promise<RulesView> {
    const { timeZone } = await readShop(this.db.manager);
    return rulesView(row, timeZone);
  }
}
