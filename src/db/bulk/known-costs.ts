import { STAGE } from './merge.js';
import type { BulkWriter } from './writer.js';

/**
 * Before a merge of products from an export of a shop, whose cost is often not filled in: an empty cell there is not known,
 * and does not take away the cost that the merchant has given elsewhere.
 */
export async function keepKnownCosts(writer: BulkWriter): Promise<void> {
  await writer.run(
    `UPDATE ${STAGE} SET cost = (SELECT p.cost FROM product p WHERE p.sku = ${STAGE}.sku) WHERE cost IS NULL`,
  );
}
