import type { Disk } from '../../examples/sync-worker/src/journal.js';

/** The process was killed. */
export class Killed extends Error {}

/**
 * A process that may be killed at any of its steps: before, in the middle of and after each write to the disk, and before
 * and after each request. What is on disk stays; a dead process does nothing any more.
 */
export class Mortal {
  readonly files = new Map<string, string>();
  steps = 0;
  /** Killed at this step. */
  end = Infinity;
  private isDead = false;

  /** A new process on the same disk. */
  revive(stepsToLive = Infinity): void {
    this.isDead = false;
    this.end = this.steps + stepsToLive;
  }

  step(): void {
    if (!this.isDead && this.steps++ < this.end) return;
    this.isDead = true;
    throw new Killed();
  }

  readonly disk: Disk = {
    read: (name) => this.files.get(name) ?? null,
    append: (name, text) => {
      const before = this.files.get(name) ?? '';
      this.step();
      this.files.set(name, before + text.slice(0, text.length / 2));
      this.step();
      this.files.set(name, before + text);
      this.step();
    },
    replace: (name, text) => {
      this.step();
      this.files.set(name, text);
      this.step();
    },
  };

  /** The same calls, with a chance to die before and after each. */
  wrap<T extends object>(service: T, names: (keyof T)[]): T {
    const wrapped = Object.create(service) as T;
    for (const name of names) {
      const call = service[name] as (...args: unknown[]) => Promise<unknown>;
      Object.assign(wrapped, {
        [name]: async (...args: unknown[]) => {
          this.step();
          const result = await call.apply(service, args);
          this.step();
          return result;
        },
      });
    }
    return wrapped;
  }
}
