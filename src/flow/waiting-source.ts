import type { ImportKind } from '../core/intake/records.js';
import { declarationOf } from '../core/intake/columns.js';
import type { RowOf } from '../core/intake/rows.js';
import type { Database } from '../db/database.js';
import { rowsToSettle } from '../db/stores/channel-skus.js';
import type { ImportSource } from './import-source.js';

const ROWS_PER_PAGE = 2_000;

/** The rows that waited for a product which is known by now, as if they came from a file. */
export function waitingSource<K extends ImportKind>(db: Database, kind: K): ImportSource<K> {
  const present = declarationOf(kind).columns.map(({ name }) => name);
  const none = { notes: [], titles: new Map<string, string>(), fingerprint: null, contentHash: null };
  const reading = { ...none, rows: 0, present, bytesRead: 0, bytesTotal: 0 };
  return {
    reading,
    async *batches() {
      reading.rows = 0;
      for (let after = ''; ;) {
        const page = await rowsToSettle(db.manager, kind, ROWS_PER_PAGE, after);
        if (page.length === 0) return;
        after = page.at(-1)!.rowKey;
        reading.rows += page.length;
        const rows = page.map(({ body }) => JSON.parse(body) as RowOf[K]);
        yield { rows, rejects: [], original: (index) => page[index]!.body };
      }
    },
  };
}
