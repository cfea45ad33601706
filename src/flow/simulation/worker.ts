import { parentPort, workerData } from 'node:worker_threads';
import { playContest, type ApprovalPolicy } from '../../core/simulation/contest.js';
import type { GameSettings } from '../../core/simulation/game.js';

/** What a worker thread is given once; the seeds come as messages, one at a time, and each contest goes back as one. */
export interface SimulationTask {
  settings: GameSettings;
  approval: ApprovalPolicy;
}

const { settings, approval } = workerData as SimulationTask;
parentPort?.on('message', (seed: number) => parentPort?.postMessage(playContest(seed, settings, approval)));
