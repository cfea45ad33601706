import { Body, Controller, Get, Inject, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Config } from '../config.js';
import { DigestChange, DigestTest, DigestTestResult, DigestView } from '../contract/digest.js';
import { formatInstant } from '../contract/http.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { lastDigests } from '../db/stores/digests.js';
import { readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { digestSettingOf, saveDigestSetting, testDigest } from '../flow/digest/settings.js';
import { missingFor, waysOf } from '../flow/digest/ways.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { CONFIG, Clock } from './providers.js';

const LAST = 10;

/** Everybody's own: no key has one. */
@ApiTags('digest')
@Controller('api/v1/me/digest')
export class DigestController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access('viewer')
  @Answer('Shows how you want your daily digest, and what became of the last ones.', DigestView)
  async show(@Who() who: Principal): Promise<DigestView> {
    const userId = who.userId ?? 0;
    const { channels, mail, phone, at, quietWeekdays, quietDates } = await digestSettingOf(this.db, userId);
    const { timeZone } = await readShop(this.db.manager);
    const last = await lastDigests(this.db.manager, userId, LAST);
    return {
      ...{ channels, mail, phone, at, quietWeekdays },
      quietDates: quietDates.map(formatDay),
      missing: missingFor(this.config),
      last: last.map(({ day, channel, state, sentAt, delivery, error }) => ({
        ...{ channel, state, delivery, error },
        day: formatDay(day),
        sentAt: sentAt === null ? null : formatInstant(sentAt, timeZone),
      })),
    };
  }

  @Put()
  @Access('viewer')
  @Answer('Sets how you want your daily digest.', DigestView)
  async change(@Body({ schema: DigestChange }) body: DigestChange, @Who() who: Principal): Promise<DigestView> {
    await saveDigestSetting(this.db, who.userId ?? 0, body, who, this.clock.now());
    return this.show(who);
  }

  @Post('test')
  @Access('viewer')
  @Idempotent()
  @Answer('Sends you the digest of this moment at once.', DigestTestResult)
  async test(@Body({ schema: DigestTest }) body: DigestTest, @Who() who: Principal): Promise<DigestTestResult> {
    const { channel } = body;
    const missing = missingFor(this.config)[channel];
    return testDigest(this.db, who.userId ?? 0, channel, waysOf(this.config), missing, this.clock.now());
  }
}
