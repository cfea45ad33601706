import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFees, readPolicy } from '../../contract/policy.js';
import { loadRuleSet } from '../../contract/rule-set.js';
import type { GameSettings, GameSize, GameTwist } from '../../core/simulation/game.js';
import { readRulesFolder, shippedRules } from '../../outside/package-files.js';

/** A game under the rules, policy and fees that the program came with. */
export async function shippedGame(size: GameSize, twist: GameTwist): Promise<GameSettings> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(shippedRules(), name), 'utf8'));
  return {
    rules: loadRuleSet(await readRulesFolder(shippedRules())),
    policy: readPolicy(await read('policy.json')),
    fees: readFees(await read('fees.json')).fees.map((fee, i) => ({ ...fee, id: i + 1 })),
    size,
    twist,
  };
}
