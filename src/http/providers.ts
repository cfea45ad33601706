import type { Instant } from '../core/units.js';

/**
 * What the composition root (app.module.ts) hands to every class that asks for it, besides `Database`:
 * `constructor(private readonly db: Database, private readonly clock: Clock, @Inject(CONFIG) private readonly config: Config)`.
 * Import `Database` and `Clock` as values there, not as types: Nest finds them by the class.
 */
export const CONFIG = Symbol('CONFIG');

/** The only clock of the web process; tests hand in one that stands still. */
export class Clock {
  now(): Instant {
    return Date.now();
  }
}

/** Who works the queue of runs and imports in this process: told when something new waits. */
export interface Work {
  nudge(): void;
}
export const WORK = Symbol('WORK');
