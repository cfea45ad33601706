import { z } from 'zod';
import { IMPORT_KINDS } from '../core/intake/records.js';
import { fault } from './fault.js';
import { FlagInput, InstantText } from './http.js';

/** Titles and values of a mapping are as long as the titles of a header may be. */
const MAPPED_MAX = 500;
const MAPPING_TEXT_MAX = 200_000;

const kind = z.enum(IMPORT_KINDS);

export const ColumnMappingView = z
  .strictObject({
    columns: z
      .record(z.string().max(MAPPED_MAX), z.string().max(64).nullable())
      .default({})
      .describe(
        'By the file’s own title: the column that it holds; null leaves it out. Others are read by their titles.',
      ),
    fixed: z
      .record(z.string().max(64), z.string().max(MAPPED_MAX))
      .default({})
      .describe('By column: what every row has there, for a column that the file lacks.'),
  })
  .meta({
    id: 'ColumnMapping',
    example: { columns: { 'Kode Brg': 'sku', 'Sisa Fisik': 'on_hand', Rak: null }, fixed: { day: '2026-03-31' } },
  });
export type ColumnMappingView = z.infer<typeof ColumnMappingView>;

/** The number of a kept mapping, `none`, or a mapping as JSON. */
export const MappingInput = z
  .string()
  .max(MAPPING_TEXT_MAX)
  .transform((text, context): ColumnMappingView | number | 'none' => {
    if (text === 'none') return text;
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    const parsed = ColumnMappingView.safeParse(value);
    if (parsed.success) return parsed.data;
    const words =
      'is neither the number of a kept mapping, nor none, nor {"columns": {"<title>": "<column>"}, "fixed": {}}';
    context.addIssue({ code: 'custom', ...fault('not-a-mapping', words) });
    return z.NEVER;
  });

const mappingExample = {
  id: 3,
  kind: 'inventory' as const,
  mapping: { columns: { 'Kode Brg': 'sku', 'Sisa Fisik': 'on_hand' }, fixed: {} },
  name: 'stok-maret.csv',
  createdBy: 'user:siti',
  updatedAt: '2026-03-31T09:15:00.000+07:00',
};

export const KeptMappingView = z
  .object({
    id: z.int(),
    kind,
    mapping: ColumnMappingView,
    name: z.string().describe('The file that it was made for.'),
    createdBy: z.string(),
    updatedAt: InstantText,
  })
  .meta({ id: 'KeptMapping', example: mappingExample });
export type KeptMappingView = z.infer<typeof KeptMappingView>;

export const KeptMappingList = z
  .object({ items: z.array(KeptMappingView) })
  .meta({ id: 'KeptMappingList', example: { items: [mappingExample] } });
export type KeptMappingList = z.infer<typeof KeptMappingList>;

/** What is asked of a file that is only looked at. */
export const RecogniseOptions = z.strictObject({
  head: FlagInput.optional().describe('What is sent is the beginning of the file; 64 KB of a CSV file suffice.'),
});
export type RecogniseOptions = z.infer<typeof RecogniseOptions>;

/** The form of a file to be looked at, for the API's description. */
export const RECOGNISE_FORM = {
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', format: 'binary', description: 'The file, or its beginning with `head`. XLSX whole.' },
    head: { type: 'boolean' },
  },
};

const RecognisedColumn = z.object({
  title: z.string(),
  column: z.string().nullable().describe('null: the title is not known.'),
  suggestion: z.string().nullable().describe('The column whose name is near to it.'),
});

const Candidate = z.object({
  kind,
  score: z.int().describe('The higher the nearer; only order and distance mean something.'),
  missing: z.array(z.string()).describe('Required columns that no title holds.'),
  columns: z.array(RecognisedColumn).describe('One for each of `headers`.'),
  clashes: z.array(z.string()).describe('Titles of which two mean the same column.'),
});

const ExportView = z.object({
  name: z.string(),
  title: z.string().describe('As people call it; the same in every language.'),
  kinds: z.array(kind).describe('What the file holds; each is an import of its own, in this order.'),
  channel: z
    .string()
    .nullable()
    .describe('Of its rows, unless a row or the import says another; null: say it with the import.'),
});

export const RecognitionView = z
  .object({
    format: z.enum(['csv', 'csv.gz', 'xlsx', 'json']),
    encoding: z.enum(['utf-8', 'utf-8-bom']).nullable(),
    delimiter: z.enum([',', ';', '\t']).nullable(),
    sheet: z.string().nullable().describe('The sheet of a workbook that was looked at.'),
    headerLine: z.int().describe('The line on which the header stands, from 1.'),
    headers: z.array(z.string()),
    sampleRows: z.array(z.array(z.string())).describe('Up to 5 rows below the header, cells cut at 200 characters.'),
    kind: kind.nullable().describe('What the file holds, where nothing else comes near; null: a person has to say it.'),
    candidates: z.array(Candidate).describe('Every kind, the best first.'),
    fingerprint: z.string().describe('The same for headers with the same titles, in any order.'),
    export: ExportView.nullable().describe(
      'The export of a marketplace or web shop that the file is, told by its titles.',
    ),
    keptMapping: KeptMappingView.nullable().describe('The mapping that is kept for this header.'),
  })
  .meta({
    id: 'Recognition',
    example: {
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ';',
      sheet: null,
      headerLine: 1,
      headers: ['Tanggal', 'Kode Brg', 'Sisa Fisik'],
      sampleRows: [['2026-03-31', 'KAOS-HITAM-L', '40']],
      kind: null,
      candidates: [
        {
          kind: 'inventory',
          score: -350,
          missing: ['sku', 'on_hand'],
          columns: [
            { title: 'Tanggal', column: 'day', suggestion: null },
            { title: 'Kode Brg', column: null, suggestion: null },
            { title: 'Sisa Fisik', column: null, suggestion: null },
          ],
          clashes: [],
        },
      ],
      fingerprint: '3f0a4b7e9a530d5b1f3f6a115b7c9d1e3f0a4b7e',
      export: null,
      keptMapping: null,
    },
  });
export type RecognitionView = z.infer<typeof RecognitionView>;
