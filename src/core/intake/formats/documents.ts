import { Refusal } from '../../refusal.js';
import { emptyRows, type RawRows } from '../csv.js';
import type { Format } from './format.js';
import { FORMATS } from './list.js';

/**
 * The rows of JSON documents, page by page: the titles come first. All documents are of the format of the first.
 * @throws Refusal `unknown-document`
 */
export class DocumentRows {
  private format: Format | null = null;
  private count = 0;

  take(documents: readonly unknown[]): RawRows {
    const rows = emptyRows();
    for (const document of documents) {
      this.count++;
      const table = this.tableFor(document, rows);
      for (const cells of table.rows(document as Record<string, unknown>)) {
        rows.cells.push(cells);
        rows.lines.push(this.count);
      }
    }
    return rows;
  }

  private tableFor(document: unknown, rows: RawRows): NonNullable<Format['documents']> {
    const isOf = (format: Format | null): format is Format =>
      typeof document === 'object' &&
      document !== null &&
      format?.documents?.isOne(document as Record<string, unknown>) === true;
    const format = this.format ?? FORMATS.find(isOf) ?? null;
    if (!isOf(format)) {
      const known = FORMATS.filter(({ documents }) => documents !== undefined).map(({ title }) => title);
      const message = `Document ${this.count} of the JSON is none that is known. Known are: ${known.join(', ')}.`;
      throw new Refusal('invalid', 'unknown-document', message, { index: this.count - 1 });
    }
    if (this.format === null) {
      rows.cells.push([...format.documents!.titles]);
      rows.lines.push(this.count);
    }
    this.format = format;
    return format.documents!;
  }
}
