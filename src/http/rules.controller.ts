import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatInstant, IdParam, PageQuery, type Page } from '../contract/http.js';
import { ruleJsonSchema } from '../contract/rule-schema.js';
import {
  checkRuleJson,
  checkSetJson,
  FactPage,
  NewRules,
  RuleJsonSchema,
  RulesFindings,
  RulesHeadPage,
  RulesToCheck,
  RulesView,
  type FactView,
  type RulesHead,
} from '../contract/rules-api.js';
import { Refusal } from '../core/refusal.js';
import { FACTS } from '../core/rules/facts.js';
import { moved, type Finding } from '../core/rules/finding.js';
import type { RuleSetVersion } from '../core/rules/rule.js';
import { Database } from '../db/database.js';
import { listRuleVersions } from '../db/stores/rules.js';
import { publishedRules, readShop } from '../db/stores/settings.js';
import { RuleSetTable } from '../db/tables/engine.js';
import type { Principal } from '../flow/access.js';
import { readCheckContext } from '../flow/rule-context.js';
import { publishRules } from '../flow/rules.js';
import { Access, BodyBytesMax, Who } from './access.js';
import { Answer } from './answer.js';
import { afterId, pageFrom } from './paging.js';
import { Clock } from './providers.js';

/** 2,000 rules of 2,000 characters each. */
const SET_BYTES_MAX = 4_194_304;

@ApiTags('rules')
@Controller('api/v1')
export class RulesController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get('facts')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists the facts that rules may read.', FactPage)
  facts(): Page<FactView> {
    return { items: FACTS.map((fact) => ({ ...fact })), next: null };
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
  async versions(@Query({ schema: PageQuery }) query: PageQuery): Promise<Page<RulesHead>> {
    const { timeZone } = await readShop(this.db.manager);
    const rows = await listRuleVersions(this.db.manager, query.limit + 1, afterId(query.after));
    return pageFrom(
      rows,
      query.limit,
      (row) => row.version,
      (row) => head(row, timeZone),
    );
  }

  @Get('rules/versions/:version')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows a version of the rule set, to compare or to put back.', RulesView)
  async version(@Param('version', { schema: IdParam }) version: number): Promise<RulesView> {
    const row = await this.db.manager.findOneBy(RuleSetTable, { version });
    if (row === null) throw new Refusal('notFound', 'unknown-version', `The rules have no version ${version}.`);
    return this.view(row);
  }

  @Post('rules/check')
  @Access('viewer', { scope: 'read' })
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Says everything that is wrong with a rule or a set, and changes nothing.', RulesFindings)
  async check(@Body({ schema: RulesToCheck }) body: RulesToCheck): Promise<RulesFindings> {
    const context = await readCheckContext(this.db.manager);
    const findings =
      body.rule === undefined
        ? checkSetJson(body.ruleSet, context).findings
        : checkRuleJson(body.rule, (await publishedRules(this.db.manager)).body, context);
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    return { isValid: errors === 0, errors, warnings: findings.length - errors, findings };
  }

  @Post('rules/versions')
  @Access('merchandiser')
  @BodyBytesMax(SET_BYTES_MAX)
  @Answer('Publishes a whole set as a new version, in force from the next run on.', RulesView, { status: 201 })
  async publish(@Body({ schema: NewRules }) body: NewRules, @Who() who: Principal): Promise<RulesView> {
    try {
      return await this.view(await publishRules(this.db, body, who, this.clock.now()));
    } catch (error) {
      throw error instanceof Refusal && error.code === 'invalid-rules' ? inRequest(error) : error;
    }
  }

  private async view(row: RuleSetVersion): Promise<RulesView> {
    const { timeZone } = await readShop(this.db.manager);
    const { rules, conditions, onTie } = row.body;
    return { ...head(row, timeZone), ruleSet: { rules: rules.map((rule) => ({ ...rule })), conditions, onTie } };
  }
}

function head(row: Omit<RuleSetVersion, 'body'>, timeZone: string): RulesHead {
  const { version, state, note, createdBy } = row;
  const publishedAt = row.publishedAt === null ? null : formatInstant(row.publishedAt, timeZone);
  return { version, state, note, createdBy, createdAt: formatInstant(row.createdAt, timeZone), publishedAt };
}

/** Findings point into the set; problems point into the request. */
function inRequest({ kind, code, message, values, issues }: Refusal): Refusal {
  const inside = (issues as Finding[]).map((issue) => moved(issue, (path) => `/ruleSet${path}`)!);
  return new Refusal(kind, code, message, values, inside);
}
