import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Config } from '../config.js';
import { Alive, Ready } from '../contract/health.js';
import { formatInstant } from '../contract/http.js';
import { Database } from '../db/database.js';
import { pendingMigrations } from '../db/migrate.js';
import { latestGoodRun } from '../db/stores/runs.js';
import { Open } from './access.js';
import { Answer } from './answer.js';
import { CONFIG, Clock } from './providers.js';

/** One missed daily run and half a day to notice. */
const RUN_AGE_HOURS_MAX = 36;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('live')
  @Open()
  @Answer('Says that the process answers.', Alive)
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Open()
  @Answer('Says whether the service can do its work: database, migrations, age of the last good run.', Ready)
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const ready = await this.look();
    void reply.code(ready.status === 'down' ? 503 : 200).send(ready);
  }

  private async look(): Promise<Ready> {
    const unknown = { status: 'degraded', finishedAt: null, ageHours: null } as const;
    try {
      await this.db.query('SELECT 1 AS one');
    } catch {
      const down = { status: 'down' } as const;
      return { ...down, database: down, migrations: { ...down, pending: null }, lastGoodRun: unknown };
    }
    const database = { status: 'ok' } as const;
    const pending = (await pendingMigrations(this.db)).length;
    if (pending > 0) {
      return { status: 'down', database, migrations: { status: 'down', pending }, lastGoodRun: unknown };
    }
    const lastGoodRun = await this.lastRun();
    return { status: lastGoodRun.status, database, migrations: { status: 'ok', pending }, lastGoodRun };
  }

  /** An old run makes it `degraded`, never `down`: approved prices are still served, and somebody must get in to look. */
  private async lastRun(): Promise<Ready['lastGoodRun']> {
    const run = await latestGoodRun(this.db.manager);
    if (run?.finishedAt == null) return { status: 'ok', finishedAt: null, ageHours: null };
    const ageHours = Math.round((this.clock.now() - run.finishedAt) / 360_000) / 10;
    const isOld = this.config.DAILY_RUN_AT !== 'off' && ageHours > RUN_AGE_HOURS_MAX;
    const finishedAt = formatInstant(run.finishedAt, this.config.TIME_ZONE);
    return { status: isOld ? 'degraded' : 'ok', finishedAt, ageHours };
  }
}
