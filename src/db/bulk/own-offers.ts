import { STAGE } from './merge.js';
import type { BulkWriter } from './writer.js';

/** An offer that a downloaded price file put there by hand, and of which nobody has said that it is down again. */
const IS_OWN = `EXISTS (SELECT 1 FROM price_entry e JOIN price_file_item i ON i.entryId = e.id
    JOIN price_file f ON f.id = i.fileId
  WHERE e.productId = ${STAGE}.productId AND e.channelId = ${STAGE}.channelId AND e.kind = 'discount'
    AND e.revert = 'restorePrice' AND i.action = 'set' AND i.obstacle IS NULL AND i.price = ${STAGE}.price
    AND f.exportedAt IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM ack a WHERE a.entryId = e.id AND a.status = 'reverted'))`;
const KNOWN = `(SELECT l.price FROM listing l WHERE l.productId = ${STAGE}.productId AND l.channelId = ${STAGE}.channelId)`;

/**
 * Before a merge of listings. Where an offer went up as the product's only price, the channel's export shows it as the
 * price: taken for the base price it would never be put back. Such rows keep the base price that is known.
 * @returns how many
 */
export async function keepBasePrices(writer: BulkWriter): Promise<number> {
  const files = await writer.rows('SELECT 1 FROM price_file WHERE exportedAt IS NOT NULL LIMIT 1');
  if (files.length === 0) return 0;
  return writer.run(`UPDATE ${STAGE} SET price = ${KNOWN} WHERE ${IS_OWN}`);
}
