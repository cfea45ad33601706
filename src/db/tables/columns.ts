import type { EntitySchemaColumnOptions } from 'typeorm';

/**
 * Column kinds that give the same JavaScript values on SQLite, MariaDB and MySQL. Days and money are integers, moments
 * are epoch milliseconds in a bigint: no driver's idea of a time zone or of decimals ever touches them.
 */
type Column = EntitySchemaColumnOptions;

export const id = (): Column => ({ type: 'integer', primary: true, generated: 'increment' });
export const int = (): Column => ({ type: 'integer' });
export const big = (): Column => ({ type: 'bigint' });
export const bool = (): Column => ({ type: 'boolean' });
export const text = (length: number): Column => ({ type: 'varchar', length });
/** Up to 64 KB, kept byte for byte (a json column of MySQL reorders keys). */
export const longText = (): Column => ({ type: 'text' });
/** Up to 64 KB on MariaDB and MySQL; what is longer is kept in parts. */
export const blob = (): Column => ({ type: 'blob' });
export const json = (): Column => ({ type: 'json' });

export const key = (column: Column): Column => ({ ...column, primary: true });
export const maybe = (column: Column): Column => ({ ...column, nullable: true });
