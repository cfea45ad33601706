import { z } from 'zod';
import { declarationOf, QUANTITY_MAX, type Column } from '../core/intake/columns.js';
import { JSON_ROWS_MAX, type JsonRow } from '../core/intake/json-rows.js';
import { IMPORT_KINDS, type ImportKind } from '../core/intake/records.js';

const MONEY_MAX = Number.MAX_SAFE_INTEGER;

/** The field of a column in a JSON row: same name as in files, JSON's own types, no formats to guess. */
function fieldOf(column: Column): z.ZodType {
  const field = required(column);
  return column.required === true ? field : field.nullable().optional();
}

function required(column: Column): z.ZodType {
  const min = column.min ?? 0;
  switch (column.type) {
    case 'key':
    case 'text':
      return z
        .string()
        .min(column.required === true ? 1 : 0)
        .max(column.max ?? 10_000);
    case 'list':
      return z.array(z.string().max(100)).max(100);
    case 'money':
      return z
        .int()
        .min(min)
        .max(MONEY_MAX)
        .meta({ description: 'Whole minor units of the currency (rupiah; pence).' });
    case 'integer':
    case 'days':
      return z.int().min(min).max(QUANTITY_MAX);
    case 'day':
      return z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, 'is not YYYY-MM-DD')
        .meta({ description: 'Business day, YYYY-MM-DD.' });
    case 'instant':
      return z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/, 'is not an ISO 8601 time')
        .meta({ description: "ISO 8601; without an offset it is local time of the shop's zone." });
    case 'enum':
      return z.enum([...new Set(Object.values(column.values ?? {}))]);
  }
}

function rowSchema(kind: ImportKind): z.ZodType<JsonRow> {
  const { columns, key, repeat } = declarationOf(kind);
  const fields = Object.fromEntries(columns.map((column) => [column.name, fieldOf(column)]));
  const description = `Key: ${key.join(' + ')}; a repeat ${repeat}.`;
  return z.strictObject(fields).meta({ description }) as unknown as z.ZodType<JsonRow>;
}

/** One row of each kind, as JSON. */
export const IMPORT_ROW = Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, rowSchema(kind)])) as Record<
  ImportKind,
  z.ZodType<JsonRow>
>;

/** A batch of rows of one kind: `{ "rows": [...] }`, 1 to 10,000 of them. */
export const IMPORT_BATCH = Object.fromEntries(
  IMPORT_KINDS.map((kind) => [kind, z.strictObject({ rows: z.array(IMPORT_ROW[kind]).min(1).max(JSON_ROWS_MAX) })]),
) as unknown as Record<ImportKind, z.ZodType<{ rows: JsonRow[] }>>;
