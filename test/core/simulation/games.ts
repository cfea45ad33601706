import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readFees, readPolicy } from '../../../src/contract/policy.js';
import { loadRuleSet } from '../../../src/contract/rule-set.js';
import { NO_TWIST, type GameSettings, type GameSize } from '../../../src/core/simulation/game.js';
import type { GameResult } from '../../../src/core/simulation/play.js';

const FOLDER = join(import.meta.dirname, '../../../rules');
const text = (fileName: string): string => readFileSync(join(FOLDER, fileName), 'utf8');

/** A small game under the shipped rules, policy and fees. */
export function smallGame(size: GameSize = { products: 8, days: 120, warmUpDays: 60 }): GameSettings {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return {
    rules: loadRuleSet(files.sort().map((fileName) => ({ fileName, text: text(fileName) }))),
    policy: readPolicy(JSON.parse(text('policy.json'))),
    fees: readFees(JSON.parse(text('fees.json'))).fees.map((fee, i) => ({ ...fee, id: i + 1 })),
    size,
    twist: NO_TWIST,
  };
}

/** Everything that a game came to, as one text. */
export const asText = (result: GameResult): string =>
  JSON.stringify({ ...result, path: { worth: [...result.path.worth], stale: [...result.path.stale] } });
