import { list, type BulkWriter } from './writer.js';
import type { Target } from './targets.js';

/** The staging table of the file's rows, and the table of those among them that change something. */
export const STAGE = 'import_stage';
export const TODO = 'import_todo';

export interface MergeCounts {
  inserted: number;
  updated: number;
  unchanged: number;
  /** Rows of the file whose key stood earlier in it. */
  repeated: number;
  /** Rows that were left because a better source holds their key (among `unchanged`). */
  kept: number;
}

/** What a merge is going to do: `source` holds the rows to be written. */
export interface MergePlan extends MergeCounts {
  source: typeof STAGE | typeof TODO;
  /** The target had no rows at all. */
  wasEmpty: boolean;
}

/** Makes the two temporary tables. Call it before the transaction. */
export async function makeStage<Row>(writer: BulkWriter, target: Target<Row>): Promise<void> {
  await writer.temporary(STAGE, target.table, target.columns, target.key);
  await writer.temporary(TODO, target.table, target.columns, target.key);
}

/**
 * Compares the staged rows with the target, in sets: finds the new and the changed ones. `present` names the columns
 * of the file: where repeats update, the others are not compared and keep their value.
 * `staged` is the number of rows that were loaded into the stage, repeats included.
 */
export async function planMerge<Row>(
  writer: BulkWriter,
  target: Target<Row>,
  present: readonly string[] | 'all',
  staged: number,
): Promise<MergePlan> {
  const count = async (sql: string) => Number((await writer.rows(sql))[0]![0]);
  const distinct = await count(`SELECT COUNT(*) FROM ${STAGE}`);
  const repeated = staged - distinct;
  const wasEmpty = (await writer.rows(`SELECT 1 FROM ${target.table} LIMIT 1`)).length === 0;
  if (wasEmpty) {
    return { source: STAGE, wasEmpty, inserted: distinct, updated: 0, unchanged: 0, kept: 0, repeated };
  }
  const on = target.key.map((column) => `t.\`${column}\` = s.\`${column}\``).join(' AND ');
  const isNew = `t.\`${target.key[0]!}\` IS NULL`;
  const same = comparedColumns(target, present).map((column) => writer.same(`s.\`${column}\``, `t.\`${column}\``));
  const mayReplace = target.keptWhere === undefined ? '' : `t.\`${target.keptWhere}\` = 0 AND `;
  // LEFT JOIN in this order: the stage is read once in key order and the target is asked by its key.
  await writer.run(
    `INSERT INTO ${TODO} (${list(target.columns)}) SELECT ${list(target.columns, 's')} FROM ${STAGE} s ` +
      `LEFT JOIN ${target.table} t ON ${on} WHERE ${isNew} OR (${mayReplace}NOT (${same.join(' AND ')}))`,
  );
  const todo = await count(`SELECT COUNT(*) FROM ${TODO}`);
  const updated = await count(`SELECT COUNT(*) FROM ${TODO} s JOIN ${target.table} t ON ${on}`);
  const kept =
    target.keptWhere === undefined
      ? 0
      : await count(
          `SELECT COUNT(*) FROM ${STAGE} s JOIN ${target.table} t ON ${on} WHERE t.\`${target.keptWhere}\` = 1`,
        );
  return { source: TODO, wasEmpty, inserted: todo - updated, updated, unchanged: distinct - todo, kept, repeated };
}

/** Writes what the plan found. */
export async function carryOut<Row>(
  writer: BulkWriter,
  target: Target<Row>,
  plan: MergePlan,
  present: readonly string[] | 'all',
): Promise<void> {
  if (plan.inserted + plan.updated === 0) return;
  const set = [...comparedColumns(target, present), ...target.stamps].map((column): [string, string] => [
    column,
    writer.incoming(column),
  ]);
  const overwrite = plan.updated === 0 ? '' : writer.onTaken(target.table, target.key, set);
  // WHERE 1: without it SQLite takes ON CONFLICT for the ON of a join.
  await writer.run(
    `INSERT INTO ${target.table} (${list(target.columns)}) SELECT ${list(target.columns)} FROM ${plan.source} WHERE 1=1 ${overwrite}`,
  );
}

function comparedColumns<Row>(target: Target<Row>, present: readonly string[] | 'all'): string[] {
  return Object.entries(target.compared)
    .filter(([name]) => present === 'all' || present.includes(name))
    .map(([, column]) => column);
}

/**
 * Adds to the history of base prices what the merge has changed: the price of a product (channel 0) or listing from `now`
 * on. After `carryOut`.
 */
export async function recordPrices(
  writer: BulkWriter,
  kind: 'products' | 'listings',
  plan: MergePlan,
  importId: number,
  now: number,
): Promise<void> {
  if (plan.inserted + plan.updated === 0) return;
  const [id, channel, from] =
    kind === 'products'
      ? ['p.id', '0', `product p ON p.sku = s.sku`]
      : ['p.productId', 'p.channelId', 'listing p ON p.productId = s.productId AND p.channelId = s.channelId'];
  const last =
    `(SELECT b.price FROM base_price b WHERE b.productId = ${id} AND b.channelId = ${channel} ` +
    `ORDER BY b.since DESC LIMIT 1)`;
  await writer.run(
    `INSERT INTO base_price (productId, channelId, since, price, importId) SELECT ${id}, ${channel}, ?, p.price, ? ` +
      `FROM ${plan.source} s JOIN ${from} WHERE p.price IS NOT NULL AND NOT (${writer.same('p.price', last)}) ` +
      writer.onTaken(
        'base_price',
        ['productId', 'channelId', 'since'],
        [
          ['price', writer.incoming('price')],
          ['importId', writer.incoming('importId')],
        ],
      ),
    [now, importId],
  );
}

/** Adds to the history of costs what the merge of a file of products has changed, from `now` on. After `carryOut`. */
export async function recordCosts(writer: BulkWriter, plan: MergePlan, now: number): Promise<void> {
  if (plan.inserted + plan.updated === 0) return;
  const last = '(SELECT c.cost FROM product_cost c WHERE c.productId = p.id ORDER BY c.since DESC LIMIT 1)';
  await writer.run(
    `INSERT INTO product_cost (productId, since, cost) SELECT p.id, ?, p.cost ` +
      `FROM ${plan.source} s JOIN product p ON p.sku = s.sku ` +
      `WHERE p.cost IS NOT NULL AND NOT (${writer.same('p.cost', last)}) ` +
      writer.onTaken('product_cost', ['productId', 'since'], [['cost', writer.incoming('cost')]]),
    [now],
  );
}
