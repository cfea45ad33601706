import { EntitySchema } from 'typeorm';
import * as digests from './digests.js';
import * as engine from './engine.js';
import * as priceFiles from './price-files.js';
import * as shop from './shop.js';
import * as webhooks from './webhooks.js';

/** Every table, for the data source and the drift check. */
export const ALL_TABLES: EntitySchema<object>[] = [
  ...Object.values(shop),
  ...Object.values(engine),
  ...Object.values(webhooks),
  ...Object.values(digests),
  ...Object.values(priceFiles),
].filter((value): value is EntitySchema<never> => value instanceof EntitySchema) as EntitySchema<object>[];
