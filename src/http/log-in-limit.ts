import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../core/refusal.js';

const WINDOW_S = 15 * 60;
/** Tries in the window: for one name from one address, and for all names from one address. */
const PER_NAME = 8;
const PER_IP = 40;

/** Slows down guessing. Kept in this process's memory: a restart forgives, two processes count apart. */
@Injectable()
export class LogInLimit {
  private readonly perName = new RateLimiterMemory({ points: PER_NAME, duration: WINDOW_S });
  private readonly perIp = new RateLimiterMemory({ points: PER_IP, duration: WINDOW_S });

  /** Counts a try before the password is looked at, so that parallel tries count too.
   *  @throws Refusal `too-many-log-ins` with the seconds to wait */
  async count(ip: string, name: string): Promise<void> {
    try {
      await this.perIp.consume(ip);
      await this.perName.consume(`${ip} ${name}`);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const retryAfterS = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      const message = `Too many log-ins were tried from here. Try again in ${Math.ceil(retryAfterS / 60)} min.`;
      throw new Refusal('tooMany', 'too-many-log-ins', message, { retryAfterS });
    }
  }

  /** A right password proves that the tries before were slips. */
  async forgive(ip: string, name: string): Promise<void> {
    await this.perName.delete(`${ip} ${name}`);
    await this.perIp.reward(ip, 1);
  }
}
