import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ApprovalPolicy, Contest } from '../../core/simulation/contest.js';
import type { GameSettings } from '../../core/simulation/game.js';
import type { SimulationTask } from './worker.js';

/**
 * Plays the shops of seeds 1 to `seeds`, each in a worker thread, as many at once as there are processors.
 * @param onDone called after each shop with how many are done
 * @returns in the order of the seeds
 */
export async function simulate(
  seeds: number,
  settings: GameSettings,
  approval: ApprovalPolicy,
  onDone: (done: number) => void = () => {},
): Promise<Contest[]> {
  const contests: Contest[] = [];
  let next = 1;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const workerData: SimulationTask = { settings, approval };
      const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
      const giveNext = (): void => {
        if (next <= seeds) worker.postMessage(next++);
        else void worker.terminate().then(() => resolve());
      };
      worker.on('error', reject);
      worker.on('message', (contest: Contest) => {
        contests.push(contest);
        onDone(contests.length);
        giveNext();
      });
      giveNext();
    });
  await Promise.all(Array.from({ length: Math.min(seeds, availableParallelism()) }, work));
  return contests.sort((a, b) => a.seed - b.seed);
}
