import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatInstant, IdParam } from '../contract/http.js';
import { policyJsonSchema } from '../contract/policy.js';
import { PolicyChange, PolicyJsonSchema, PolicyView } from '../contract/shop.js';
import { Refusal } from '../core/refusal.js';
import { Database } from '../db/database.js';
import { currentPolicy, readShop } from '../db/stores/settings.js';
import { PolicyVersionTable, type PolicyVersion } from '../db/tables/engine.js';
import type { Principal } from '../flow/access.js';
import { putPolicy } from '../flow/shop.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
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
  @Answer('Puts a new version of the policy in force, from the next run on.', PolicyView)
  async put(@Body({ schema: PolicyChange }) body: PolicyChange, @Who() who: Principal): Promise<unknown> {
    return this.view(await putPolicy(this.db, body, who, this.clock.now()));
  }

  private async view({ version, body, note, createdBy, createdAt }: PolicyVersion): Promise<unknown> {
    const { timeZone } = await readShop(this.db.manager);
    return { version, policy: body, note, createdBy, createdAt: formatInstant(createdAt, timeZone) };
  }
}
