import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatInstant, IdParam, PageQuery, type Page } from '../contract/http.js';
import { policyJsonSchema } from '../contract/policy.js';
import { PolicyPreviewRequest, PolicyPreviewView } from '../contract/policy-preview.js';
import { PolicyChange, PolicyJsonSchema, PolicyVersionHead, PolicyVersionPage, PolicyView } from '../contract/shop.js';
import { Refusal } from '../core/refusal.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { currentPolicy, listPolicies, readShop } from '../db/stores/settings.js';
import { PolicyVersionTable, type PolicyVersion } from '../db/tables/engine.js';
import type { Principal } from '../flow/access.js';
import { previewPolicy } from '../flow/policy-preview.js';
import { putPolicy } from '../flow/shop.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { afterId, pageFrom } from './paging.js';
import { Clock } from './providers.js';

@ApiTags('policy')
@Controller('api/v1/policy')
export class PolicyController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer', { scope: 'read' })
  @Answer('Shows the policy in force: guardrails, limits, price endings.', PolicyView)
  async show(): Promise<unknown> {
    return this.view(await currentPolicy(this.db.manager));
  }

  @Get('schema')
  @Access('viewer', { scope: 'read' })
  @Answer('Gives the JSON Schema (2020-12) of a policy, for editors.', PolicyJsonSchema)
  schema(): object {
    return policyJsonSchema();
  }

  @Get('versions')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists every version of the policy without its settings, newest first.', PolicyVersionPage)
  async versions(@Query({ schema: PageQuery }) query: PageQuery): Promise<Page<PolicyVersionHead>> {
    const { timeZone } = await readShop(this.db.manager);
    const rows = await listPolicies(this.db.manager, query.limit + 1, afterId(query.after));
    return pageFrom(
      rows,
      query.limit,
      (row) => row.version,
      (row) => ({ ...row, createdAt: formatInstant(row.createdAt, timeZone) }),
    );
  }

  @Post('preview')
  @Access('viewer', { scope: 'read' })
  @Answer('Says what a policy would do on the facts of the last run, against the one in force.', PolicyPreviewView)
  async preview(@Body({ schema: PolicyPreviewRequest }) body: PolicyPreviewRequest): Promise<PolicyPreviewView> {
    const { run, ...tried } = await previewPolicy(this.db, body.policy, this.clock.now());
    return { run: { id: run.id, asOf: formatDay(run.asOf) }, ...tried };
  }

  @Get('versions/:version')
  @Access('viewer', { scope: 'read' })
  @Answer('Shows a version of the policy, to compare or to put back.', PolicyView)
  async version(@Param('version', { schema: IdParam }) version: number): Promise<unknown> {
    const row = await this.db.manager.findOneBy(PolicyVersionTable, { version });
    if (row === null) throw new Refusal('notFound', 'unknown-version', `The policy has no version ${version}.`);
    return this.view(row);
  }

  @Put()
  @Access('owner')
  @Idempotent()
  @Answer('Puts a new version of the policy in force, from the next run on.', PolicyView)
  async put(@Body({ schema: PolicyChange }) body: PolicyChange, @Who() who: Principal): Promise<unknown> {
    return this.view(await putPolicy(this.db, body, who, this.clock.now()));
  }

  private async view({ version, body, note, createdBy, createdAt }: PolicyVersion): Promise<unknown> {
    const { timeZone } = await readShop(this.db.manager);
    return { version, policy: body, note, createdBy, createdAt: formatInstant(createdAt, timeZone) };
  }
}
