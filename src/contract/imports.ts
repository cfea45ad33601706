import { z } from 'zod';
import { IMPORT_KINDS, type ImportKind } from '../core/intake/records.js';
import { JSON_ROWS_MAX } from '../core/intake/json-rows.js';
import { Refusal } from '../core/refusal.js';
import { ColumnMappingView, MappingInput } from './column-mapping.js';
import { DayInput, DayText, FlagInput, InstantText, pageOf, PageQuery } from './http.js';
import { IMPORT_ROW } from './import-rows.js';

/** @throws Refusal `unknown-kind` that lists the known ones */
export function importKind(text: string): ImportKind {
  const kind = IMPORT_KINDS.find((known) => known === text);
  if (kind !== undefined) return kind;
  const known = IMPORT_KINDS.join(', ');
  throw new Refusal('notFound', 'unknown-kind', `There is no import of "${text.slice(0, 40)}"; there are ${known}.`, {
    known: IMPORT_KINDS,
  });
}

/** How a batch is to be taken. Strict: a misspelt `dryRun` must not become a real import. */
export const ImportOptions = z.strictObject({
  dryRun: FlagInput.optional().describe('Read and check everything, change nothing.'),
  partial: FlagInput.optional().describe('Take the good rows where there are bad ones.'),
  createProducts: FlagInput.optional().describe('Make products for SKUs that are not known.'),
  createChannels: FlagInput.optional().describe('Make channels for codes that are not known.'),
});
export type ImportOptions = z.infer<typeof ImportOptions>;

/** How a file is to be taken. */
export const UploadOptions = ImportOptions.extend({
  decimal: z.enum(['.', ',']).optional().describe('How decimals are written, for a file that does not decide it.'),
  mapping: MappingInput.optional().describe(
    'How columns are to be read: a ColumnMapping as JSON, the number of a kept one, or `none` to read by the titles of the kind alone.',
  ),
  channel: z.string().max(64).optional().describe('The code of the channel of all rows, whatever the file says of it.'),
  day: DayInput.optional().describe('Of the stock in a file that has no dates; of an export today when left out.'),
  remember: FlagInput.optional().describe('Keep the mapping for files with the same header, once this one has landed.'),
});
export type UploadOptions = z.infer<typeof UploadOptions>;

/** The form of an upload, for the API's description: the file is streamed, not parsed by a schema. */
export const UPLOAD_FORM = {
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', format: 'binary', description: 'CSV (plain or gzip) or XLSX. Exactly one.' },
    dryRun: { type: 'boolean' },
    partial: { type: 'boolean' },
    createProducts: { type: 'boolean' },
    createChannels: { type: 'boolean' },
    decimal: { type: 'string', enum: ['.', ','] },
    mapping: { type: 'string', description: 'A ColumnMapping as JSON, the number of a kept one, or `none`.' },
    channel: { type: 'string', description: 'The code of the channel of all rows.' },
    day: { type: 'string', description: 'Of the stock in a file that has no dates, YYYY-MM-DD.' },
    remember: { type: 'boolean' },
  },
};

/** The body of a batch, for the API's description; which row it is follows from the address. */
export const ROWS_BODY = {
  type: 'object',
  required: ['rows'],
  additionalProperties: false,
  properties: {
    rows: {
      type: 'array',
      minItems: 1,
      maxItems: JSON_ROWS_MAX,
      items: {
        anyOf: IMPORT_KINDS.map((kind) => {
          const { $schema: _, ...row } = z.toJSONSchema(IMPORT_ROW[kind]) as Record<string, unknown>;
          return { title: kind, ...row };
        }),
      },
    },
  },
  example: { rows: [{ day: '2026-03-31', sku: 'KAOS-HITAM-L', on_hand: 40 }] },
};

/** Most documents of one request; pages of web shops have a hundred. */
const DOCUMENTS_MAX = 1_000;

/** Documents as a web shop's interface gives them. What is in them is the format's business: most of it is not read. */
export const DocumentList = z.array(z.record(z.string(), z.unknown())).min(1).max(DOCUMENTS_MAX);

export const DocumentOptions = ImportOptions.extend({
  channel: z.string().max(64).optional().describe('The code of the channel of all rows.'),
});
export type DocumentOptions = z.infer<typeof DocumentOptions>;

/** The body of documents, for the API's description. */
export const DOCUMENTS_BODY = {
  type: 'array',
  minItems: 1,
  maxItems: DOCUMENTS_MAX,
  items: { type: 'object', additionalProperties: true },
  description: 'Orders as `GET /wp-json/wc/v3/orders` of WooCommerce answers them. Nothing of buyers is read.',
};

const totals = z.object({
  rows: z.int().describe('Data rows read.'),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  waiting: z.int().describe('Rows of a channel’s file that wait until somebody has said which product they are of.'),
  ignored: z.int().describe('Rows of what somebody has said is not ours.'),
  repeated: z.int().describe('Rows whose key stood earlier in the same file; the later row won.'),
});
const kind = z.enum(IMPORT_KINDS);
const state = z.enum(['queued', 'running', 'done', 'refused', 'failed']);
const rejectedBy = z.record(z.string(), z.int()).describe('Rejected rows by code; docs/imports.md explains each.');
const notes = z.array(z.string()).describe('How numbers were read, which SKUs were unknown, and the like.');

const importExample = {
  id: 12,
  kind: 'inventory' as const,
  fileName: 'stok-maret.csv',
  contentHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  state: 'done' as const,
  isDryRun: false,
  isPartial: true,
  createProducts: false,
  createChannels: false,
  reading: { decimal: ',' as const },
  bytesRead: 4_120,
  bytesTotal: 4_120,
  totals: { rows: 120, inserted: 118, updated: 0, unchanged: 0, rejected: 2, waiting: 0, ignored: 0, repeated: 0 },
  rejectedBy: { 'unknown-sku': 2 },
  error: null,
  notes: ['Unknown SKUs: KAOS-X, KAOS-Y.'],
  createdBy: 'user:siti',
  createdAt: '2026-03-31T09:15:00.000+07:00',
  startedAt: '2026-03-31T09:15:00.120+07:00',
  finishedAt: '2026-03-31T09:15:00.310+07:00',
};

export const ImportView = z
  .object({
    id: z.int(),
    kind,
    fileName: z
      .string()
      .describe('As its sender called it; `json` for a batch of rows, `waiting` for rows that had waited.'),
    contentHash: z.string().nullable().describe('SHA-256 of the file; null until it is read.'),
    state: state.describe(
      'refused: the file or its rows cannot be taken, see `error`; failed: an accident on our side.',
    ),
    isDryRun: z.boolean(),
    isPartial: z.boolean(),
    createProducts: z.boolean(),
    createChannels: z.boolean(),
    reading: z
      .object({
        decimal: z.enum(['.', ',']).optional(),
        mapping: ColumnMappingView.optional(),
        remember: z.literal(true).optional(),
        waiting: z.literal(true).optional().describe('No file: rows that had waited for their product.'),
        asWritten: z.literal(true).optional().describe('Kept mappings and known exports were left out of account.'),
        channel: z.string().optional().describe('Of all rows.'),
        day: DayText.optional().describe('Of the stock in a file that has no dates.'),
        export: z.string().optional().describe('The export of a marketplace or shop as which it was recognised.'),
      })
      .nullable()
      .describe('How the file is to be read, where its sender has said so, and what it was recognised as.'),
    bytesRead: z.int().describe('Of `bytesTotal`.'),
    bytesTotal: z.int(),
    totals,
    rejectedBy,
    error: z
      .object({
        code: z.string(),
        message: z.string(),
        values: z.record(z.string(), z.unknown()).optional().describe('What the message speaks of.'),
      })
      .nullable(),
    notes,
    createdBy: z.string(),
    createdAt: InstantText,
    startedAt: InstantText.nullable(),
    finishedAt: InstantText.nullable(),
  })
  .meta({ id: 'Import', example: importExample });
export type ImportView = z.infer<typeof ImportView>;
export const ImportPage = pageOf(ImportView).meta({ id: 'ImportPage' });

export const ImportQuery = PageQuery.extend({
  kind: kind.optional(),
  state: state.optional(),
  isDryRun: FlagInput.optional().describe('Only dry runs, or only imports that were meant.'),
});
export type ImportQuery = z.infer<typeof ImportQuery>;

export const RejectView = z
  .object({
    line: z.int().describe('Line in the file, from 1, header included; in a batch the place, from 1.'),
    column: z.string().nullable(),
    header: z.string().nullable().describe('The file’s own title of that column.'),
    value: z.string().nullable(),
    code: z.string(),
    reason: z.string(),
    original: z.string().describe('The row as it stood, without columns that the kind does not know.'),
  })
  .meta({
    id: 'Reject',
    example: {
      line: 7,
      column: 'sku',
      header: 'Kode Brg',
      value: 'KAOS-X',
      code: 'unknown-sku',
      reason: 'No product has this SKU. Import it with a file of products, or let the import create it.',
      original: '2026-03-31,KAOS-X,4',
    },
  });
export type RejectView = z.infer<typeof RejectView>;
export const RejectPage = pageOf(RejectView).meta({ id: 'RejectPage' });

const RowReject = z.object({
  index: z.int().describe('Place in `rows`, from 0.'),
  field: z.string().nullable(),
  value: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
});
export type RowReject = z.infer<typeof RowReject>;

export const RowsResult = z
  .object({
    importId: z.int(),
    kind,
    isDryRun: z.boolean(),
    totals,
    rejectedBy,
    rejects: z.array(RowReject).describe('Rows that were left out; only with `partial` are there any.'),
    notes,
  })
  .meta({
    id: 'RowsResult',
    example: {
      importId: 13,
      kind: 'inventory',
      isDryRun: false,
      totals: { rows: 2, inserted: 1, updated: 0, unchanged: 0, rejected: 1, waiting: 0, ignored: 0, repeated: 0 },
      rejectedBy: { 'future-day': 1 },
      rejects: [
        {
          index: 1,
          field: 'day',
          value: '2027-03-31',
          code: 'future-day',
          reason: 'This day is in the future (today is 2026-03-31).',
        },
      ],
      notes: [],
    },
  });
export type RowsResult = z.infer<typeof RowsResult>;
