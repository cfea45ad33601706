import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Config } from '../config.js';
import { Database } from '../db/database.js';
import { dueDeliveries, forgetOldDeliveries, listEndpoints } from '../db/stores/webhooks.js';
import { fanOut } from '../flow/webhooks/fan-out.js';
import { attemptDelivery } from '../flow/webhooks/send.js';
import { CONFIG, Clock } from '../http/providers.js';

/** At work at once to one endpoint. Each has its own: one that never answers holds up no other. */
const PER_ENDPOINT_MAX = 4;
/** The log of deliveries goes back so far. */
const KEPT_MS = 30 * 86_400_000;

/**
 * Sends what waits in the database. Everything that must survive is there, so any number of processes may do this side by
 * side, and one that is killed leaves its work to the next.
 */
@Injectable()
export class WebhookSender implements OnApplicationShutdown {
  private readonly atWork = new Map<number, { endpointId: number; ended: Promise<void> }>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.idle();
  }

  /** Settles when nothing is at work. */
  async idle(): Promise<void> {
    while (this.atWork.size > 0) await Promise.all([...this.atWork.values()].map(({ ended }) => ended));
  }

  @Cron('* * * * * *', { name: 'webhooks', waitForCompletion: true })
  async work(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    const now = this.clock.now();
    await fanOut(this.db, (this.config.PUBLIC_URL ?? '').replace(/\/+$/, ''), now);
    for (const endpoint of await listEndpoints(this.db.manager)) {
      if (endpoint.state === 'disabled') continue;
      const due = await dueDeliveries(this.db, endpoint.id, now, 2 * PER_ENDPOINT_MAX);
      for (const delivery of due) {
        if (this.countOf(endpoint.id) >= PER_ENDPOINT_MAX) break;
        if (!this.atWork.has(delivery.id)) this.begin(endpoint.id, delivery);
      }
    }
  }

  @Cron('0 7 * * * *', { name: 'webhook-log', waitForCompletion: true })
  async forget(): Promise<void> {
    await forgetOldDeliveries(this.db, this.clock.now() - KEPT_MS);
  }

  private begin(endpointId: number, delivery: { id: number; attempt: number }): void {
    const ended = attemptDelivery(this.db, delivery, {
      allowPrivate: this.config.WEBHOOK_ALLOW_PRIVATE,
      now: () => this.clock.now(),
      signal: this.stopping.signal,
    })
      .catch(() => undefined) // the database is away: the claim runs out, and the attempt is made again
      .finally(() => this.atWork.delete(delivery.id));
    this.atWork.set(delivery.id, { endpointId, ended });
  }

  private countOf(endpointId: number): number {
    return [...this.atWork.values()].filter((work) => work.endpointId === endpointId).length;
  }
}
