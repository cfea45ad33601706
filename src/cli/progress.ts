import type { Progress } from '../flow/analyse.js';

const BAR_CELLS = 24;
const REDRAW_MS = 100;

/** A bar on stderr while something long goes on; silent where nobody watches. */
export interface Bar {
  /** `done` of `total`; a total of 0 is not known yet. */
  tell: Progress;
  /** Wipes the line, so that what is printed next stands clean. */
  end(): void;
}

/** @param label what goes on, when the teller names no stage of its own */
export function createBar(label: string): Bar {
  const { stderr } = process;
  if (!stderr.isTTY) return { tell: () => undefined, end: () => undefined };
  let last = 0;
  return {
    tell(stage, done, total) {
      const at = performance.now();
      if (at - last < REDRAW_MS && done < total) return;
      last = at;
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const full = Math.round(share * BAR_CELLS);
      const bar = '#'.repeat(full) + '.'.repeat(BAR_CELLS - full);
      const text = `${label} [${bar}] ${String(Math.floor(share * 100)).padStart(3)} % ${stage}`;
      stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns || 80) - 1)}`);
    },
    end: () => void stderr.write('\r\u001b[K'),
  };
}

/** Progress through named stages: a bar where somebody watches, else one line as each stage begins. */
export function createStages(): { tell(stage: string, share: number): void; end(): void } {
  if (process.stderr.isTTY) {
    const bar = createBar('Demo');
    return { tell: (stage, share) => bar.tell(stage, Math.round(share * 1000), 1000), end: bar.end };
  }
  let last = '';
  return {
    tell(stage) {
      if (stage !== last) process.stderr.write(`${stage} ...\n`);
      last = stage;
    },
    end: () => undefined,
  };
}
