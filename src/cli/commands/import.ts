import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Argument, Option, type Command } from 'commander';
import { IMPORT_KINDS, type ImportJob, type ImportKind } from '../../core/intake/records.js';
import type { Database } from '../../db/database.js';
import type { IngestOptions } from '../../flow/ingest.js';
import { note, printRows, type Column, type Format } from '../output.js';
import { createBar } from '../progress.js';

interface Options {
  format: Format;
  dryRun?: boolean;
  partial?: boolean;
  createProducts?: boolean;
  createChannels?: boolean;
  decimal?: '.' | ',';
  rejects?: string;
}

const REJECTS_SHOWN = 20;

export function addImport(program: Command): void {
  program
    .command('import')
    .description('read files into the shop: CSV (also packed with gzip) or XLSX, all rows of a file or none')
    .addArgument(new Argument('<kind>', 'what the rows are').choices(IMPORT_KINDS))
    .argument('<file...>', 'in the order in which they are to be read')
    .option('--dry-run', 'read and check everything, change nothing')
    .option('--partial', 'take the good rows of a file that has bad ones')
    .option('--create-products', 'make products for SKUs that are not known')
    .option('--create-channels', 'make channels for codes that are not known')
    .addOption(
      new Option('--decimal <sign>', 'how decimals are written, if the file does not decide it').choices(['.', ',']),
    )
    .option('--rejects <file>', 'write every rejected row with its reason to this CSV file (with one file to read)')
    .action(async (kind: ImportKind, files: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      if (options.rejects !== undefined && files.length > 1) {
        command.error('error: --rejects goes with one file to read, so that lines can be told apart');
      }
      const { withShop } = await import('../shop.js');
      await withShop(({ db, by }) =>
        importFiles(db, files, { ...ingestOptions(options), kind, createdBy: by.actor }, options),
      );
    });
}

const ingestOptions = ({
  dryRun,
  partial,
  createProducts,
  createChannels,
  decimal,
}: Options): Partial<IngestOptions> => ({
  isDryRun: dryRun ?? false,
  isPartial: partial ?? false,
  createProducts: createProducts ?? false,
  createChannels: createChannels ?? false,
  ...(decimal === undefined ? {} : { decimal }),
});

/** Stops at the first refused file: a later one may stand on it, and of two that overlap the later must win. */
async function importFiles(db: Database, files: string[], ingestWith: IngestOptions, options: Options): Promise<void> {
  const { ingest, recoverImports } = await import('../../flow/ingest.js');
  await recoverImports(db, Date.now());
  const jobs: ImportJob[] = [];
  for (const path of files) {
    const bar = createBar(`Reading ${path}`);
    const tell = (read: { bytesRead: number; bytesTotal: number; rows: number }): void =>
      bar.tell(`${read.rows} rows`, read.bytesRead, read.bytesTotal);
    const job = await ingest(db, { path }, ingestWith, tell).finally(bar.end);
    jobs.push(job);
    if (job.totals.rejected > 0) await tellRejects(db, job, path, options.rejects);
    if (job.state !== 'done') break;
  }
  printRows(options.format, jobs, COLUMNS, jobJson);
  const last = jobs.at(-1)!;
  if (options.format === 'table')
    for (const job of jobs) for (const line of job.notes) note(`${job.fileName}: ${line}`);
  if (last.state === 'done') {
    if (last.isDryRun) note('This was a dry run: nothing was changed.');
    return;
  }
  note(`larisin: ${files[jobs.length - 1]}: ${last.error?.message ?? 'refused'}`);
  if (jobs.length < files.length) note(`Not read after that: ${files.slice(jobs.length).join(', ')}`);
  process.exitCode = 1;
}

const COLUMNS: Column<ImportJob>[] = [
  { key: 'id', title: 'import', value: ({ id }) => id },
  { key: 'kind', title: 'kind', value: ({ kind }) => kind },
  { key: 'file', title: 'file', value: ({ fileName }) => fileName },
  { key: 'state', title: 'state', value: ({ state }) => state },
  { key: 'rows', title: 'rows', value: ({ totals }) => totals.rows },
  { key: 'inserted', title: 'new', value: ({ totals }) => totals.inserted },
  { key: 'updated', title: 'changed', value: ({ totals }) => totals.updated },
  { key: 'unchanged', title: 'unchanged', value: ({ totals }) => totals.unchanged },
  { key: 'repeated', title: 'repeated', value: ({ totals }) => totals.repeated },
  { key: 'rejected', title: 'rejected', value: ({ totals }) => totals.rejected },
];

function jobJson(job: ImportJob): object {
  const { id, kind, fileName, state, isDryRun, totals, rejectedBy, error, notes } = job;
  return { id, kind, file: fileName, state, isDryRun, ...totals, rejectedBy, error, notes };
}

async function tellRejects(db: Database, job: ImportJob, path: string, csvPath: string | undefined): Promise<void> {
  const { rejectsCsv } = await import('../../flow/ingest.js');
  const { ImportRejectTable } = await import('../../db/tables/shop.js');
  if (csvPath !== undefined) await pipeline(Readable.from(rejectsCsv(db, job.id)), createWriteStream(csvPath));
  const where = { importId: job.id };
  const shown = await db.manager.find(ImportRejectTable, { where, order: { position: 'ASC' }, take: REJECTS_SHOWN });
  for (const { line, columnName, value, reason } of shown) {
    const cell = columnName === null ? '' : `, ${columnName}${value === null ? '' : ` ${JSON.stringify(value)}`}`;
    note(`${path}:${line}${cell}: ${reason}`);
  }
  const more = job.totals.rejected - shown.length;
  if (more > 0) note(`... and ${more} more rejected rows.`);
  if (csvPath !== undefined) note(`All of them are in ${csvPath}`);
  else note('--rejects <file> writes all of them, with the lines as they stood, to a CSV file.');
}
