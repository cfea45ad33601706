import type { EntityManager } from 'typeorm';
import { checkContext } from '../../contract/check-context.js';
import type { CheckContext } from '../../core/rules/check.js';
import { listCategories } from '../../db/stores/products.js';
import { currentPolicy, readChannels } from '../../db/stores/settings.js';

/**
 * What the shop knows beside its rules, to check them against: its channels, the categories of its products, the policy in
 * force. Before the first product there are no categories to compare with.
 */
export async function readCheckContext(manager: EntityManager): Promise<CheckContext> {
  const [channels, categories, { body: policy }] = await Promise.all([
    readChannels(manager),
    listCategories(manager),
    currentPolicy(manager),
  ]);
  const codes = channels.map(({ code }) => code);
  return checkContext({ channels: codes, policy, ...(categories.length > 0 ? { categories } : {}) });
}
