import type { EntityManager } from 'typeorm';
import type { RememberedMapping } from '../../core/intake/mapping.js';
import type { ImportKind } from '../../core/intake/records.js';
import { Refusal } from '../../core/refusal.js';
import { ColumnMappingTable } from '../tables/shop.js';

/** Kept mappings, the last used or made first. */
export async function listMappings(manager: EntityManager): Promise<RememberedMapping[]> {
  return manager.find(ColumnMappingTable, { order: { updatedAt: 'DESC', id: 'DESC' } });
}

/** The kept mappings of a kind by the fingerprint of their header. */
export async function mappingsOf(manager: EntityManager, kind: ImportKind): Promise<Map<string, RememberedMapping>> {
  const rows = await manager.findBy(ColumnMappingTable, { kind });
  return new Map(rows.map((row) => [row.fingerprint, row]));
}

/** @throws Refusal `unknown-mapping` when there is none of that number, or it is of another kind */
export async function mappingOf(manager: EntityManager, id: number, kind?: ImportKind): Promise<RememberedMapping> {
  const row = await manager.findOneBy(ColumnMappingTable, { id });
  if (row === null) throw new Refusal('notFound', 'unknown-mapping', `There is no column mapping ${id}.`, { id });
  if (kind === undefined || row.kind === kind) return row;
  const message = `The column mapping ${id} is for files of ${row.kind}, not of ${kind}.`;
  throw new Refusal('invalid', 'unknown-mapping', message, { id, kind: row.kind });
}
