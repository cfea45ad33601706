/** When the stories begin: 08:00 in Jakarta on the day after the demo shop's last. */
export const START = Date.UTC(2026, 10, 25, 1, 0);
/** The demo shop's last day. */
export const AS_OF = '2026-11-24';

/** Moves what `Date` says is now. It knows nothing of its surroundings: it is sent into pages, too. */
export function shiftClock(offset) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + offset);
      else super(...given);
    }
    static now() {
      return Real.now() + offset;
    }
  };
}
