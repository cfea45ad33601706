import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Config } from '../config.js';
import { Database } from '../db/database.js';
import { forgetOldDigests } from '../db/stores/digests.js';
import { sendDueDigests } from '../flow/digest/send.js';
import { waysOf } from '../flow/digest/ways.js';
import { CONFIG, Clock } from '../http/providers.js';

/** What became of digests is remembered for so long. */
const KEPT_MS = 90 * 86_400_000;

/** Sends the daily digests when they are due. */
@Injectable()
export class DigestSender implements OnApplicationShutdown {
  private last: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Lets a message that is on its way arrive: cut short, nobody would know whether it did. */
  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    await this.last;
  }

  @Cron('15,45 * * * * *', { name: 'digests', waitForCompletion: true })
  async work(): Promise<void> {
    if (this.isClosed) return;
    const ways = waysOf(this.config);
    if (ways.mail === null && ways.whatsapp === null) return;
    const sending = sendDueDigests(this.db, ways, this.clock.now());
    this.last = sending.catch(() => undefined);
    await sending;
  }

  @Cron('0 9 * * * *', { name: 'digest-log', waitForCompletion: true })
  async forget(): Promise<void> {
    await forgetOldDigests(this.db, this.clock.now() - KEPT_MS);
  }
}
