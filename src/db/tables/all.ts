import { EntitySchema } from 'typeorm';
import * as engine from './engine.js';
import * as shop from './shop.js';

/** Every table, for the data source and the drift check. */
export const ALL_TABLES: EntitySchema<object>[] = [...Object.values(shop), ...Object.values(engine)].filter(
  (value): value is EntitySchema<never> => value instanceof EntitySchema,
) as EntitySchema<object>[];
