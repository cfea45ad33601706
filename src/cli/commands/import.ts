import { createWriteStream, existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import { IMPORT_KINDS, type ImportJob, type ImportKind } from '../../core/intake/records.js';
import type { Day } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import type { IngestOptions } from '../../flow/ingest.js';
import { dayArgument, fixed, mapped } from '../arguments.js';
import { note, printRows, type Column, type Format } from '../output.js';
import { createBar } from '../progress.js';

interface Options {
  format: Format;
  dryRun?: boolean;
  partial?: boolean;
  createProducts?: boolean;
  createChannels?: boolean;
  decimal?: '.' | ',';
  channel?: string;
  day?: Day;
  map?: Record<string, string | null>;
  fixed?: Record<string, string>;
  remember?: boolean;
  /** False with `--no-mapping`. */
  mapping: boolean;
  rejects?: string;
}

const REJECTS_SHOWN = 20;

export function addImport(program: Command): void {
  program
    .command('import')
    .description('read files into the shop: CSV (also packed with gzip), XLSX or JSON, all rows of a file or none')
    .argument(
      '<kind or file>',
      `what the rows are (${IMPORT_KINDS.join(', ')}); left out, each file is told by its titles`,
    )
    .argument('[file...]', 'in the order in which they are to be read')
    .option('--dry-run', 'read and check everything, change nothing')
    .option('--partial', 'take the good rows of a file that has bad ones')
    .option('--create-products', 'make products for SKUs that are not known')
    .option('--create-channels', 'make channels for codes that are not known')
    .addOption(
      new Option('--decimal <sign>', 'how decimals are written, if the file does not decide it').choices(['.', ',']),
    )
    .option(
      '--map <title=column>',
      'read the column of this title as that one, - leaves it out; may be repeated',
      mapped,
    )
    .option('--fixed <column=value>', 'what every row has in a column that the file lacks; may be repeated', fixed)
    .option('--channel <code>', 'the channel of all rows, whatever the file says of it')
    .option('--day <day>', 'of the stock in a file that has no dates; of an export today when left out', dayArgument)
    .option('--remember', 'keep the mapping for files with the same header')
    .option('--no-mapping', 'read by titles alone, whatever is kept for the header')
    .option('--rejects <file>', 'write every rejected row with its reason to this CSV file (with one file to read)')
    .action(async (first: string, more: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const kind = IMPORT_KINDS.find((known) => known === first) ?? null;
      const files = kind === null ? [first, ...more] : more;
      if (files.length === 0) command.error("error: missing required argument 'file'");
      if (kind === null && !existsSync(first)) {
        command.error(`error: "${first}" is no file, and no kind of rows; there are ${IMPORT_KINDS.join(', ')}`);
      }
      if (options.rejects !== undefined && files.length > 1) {
        command.error('error: --rejects goes with one file to read, so that lines can be told apart');
      }
      const isMapped = options.map !== undefined || options.fixed !== undefined;
      if (options.remember === true && !isMapped) command.error('error: --remember goes with --map or --fixed');
      if (!options.mapping && isMapped) command.error('error: --no-mapping does not go with --map or --fixed');
      if (kind === null && isMapped) command.error('error: --map and --fixed go with a kind of rows');
      const { withShop } = await import('../shop.js');
      await withShop(({ db, by }) =>
        importFiles(db, files, kind, { ...ingestOptions(options), createdBy: by.actor }, options),
      );
    });
}

const ingestOptions = ({
  dryRun,
  partial,
  createProducts,
  createChannels,
  decimal,
  channel,
  day,
  map,
  fixed: values,
  remember,
  mapping,
}: Options): Omit<IngestOptions, 'kind' | 'createdBy'> => ({
  isDryRun: dryRun ?? false,
  isPartial: partial ?? false,
  createProducts: createProducts ?? false,
  createChannels: createChannels ?? false,
  ...(decimal === undefined ? {} : { decimal }),
  ...(channel === undefined ? {} : { channel }),
  ...(day === undefined ? {} : { day }),
  ...(map === undefined && values === undefined ? {} : { mapping: { columns: map ?? {}, fixed: values ?? {} } }),
  ...(mapping ? {} : { mapping: 'none' }),
  remember: remember ?? false,
});

/**
 * Stops at the first refused file: a later one may stand on it, and of two that overlap the later must win. A file whose
 * kind nobody has said is told by its titles; one of several kinds is an import for each of them.
 */
async function importFiles(
  db: Database,
  files: string[],
  kind: ImportKind | null,
  ingestWith: Omit<IngestOptions, 'kind'>,
  options: Options,
): Promise<void> {
  const { ingest, ingestWaiting, recoverImports } = await import('../../flow/ingest.js');
  const { kindsOfFile } = await import('../../flow/recognise-file.js');
  await recoverImports(db, Date.now());
  const jobs: ImportJob[] = [];
  let read = 0;
  for (const path of files) {
    for (const each of kind === null ? await kindsOfFile(db, path) : [kind]) {
      const bar = createBar(`Reading ${path}`);
      const tell = (far: { bytesRead: number; bytesTotal: number; rows: number }): void =>
        bar.tell(`${far.rows} rows`, far.bytesRead, far.bytesTotal);
      const job = await ingest(db, { path }, { ...ingestWith, kind: each }, tell).finally(bar.end);
      jobs.push(job);
      if (job.totals.rejected > 0) await tellRejects(db, job, path, options.rejects);
      if (job.state !== 'done') break;
    }
    read++;
    if (jobs.at(-1)!.state !== 'done') break;
  }
  const waited = await ingestWaiting(db);
  printRows(options.format, [...jobs, ...waited], COLUMNS, jobJson);
  const last = jobs.at(-1)!;
  if (options.format === 'table')
    for (const job of jobs) for (const line of job.notes) note(`${job.fileName}: ${line}`);
  if (last.state === 'done') {
    if (last.isDryRun) note('This was a dry run: nothing was changed.');
    else if (jobs.some(({ totals }) => totals.waiting > 0)) {
      note('What waits is taken in once it is said which products it is of: larisin channel-skus unmapped <channel>');
    }
    return;
  }
  note(`larisin: ${files[read - 1]}: ${last.error?.message ?? 'refused'}`);
  if (read < files.length) note(`Not read after that: ${files.slice(read).join(', ')}`);
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
  { key: 'waiting', title: 'waiting', value: ({ totals }) => totals.waiting },
  { key: 'ignored', title: 'ignored', value: ({ totals }) => totals.ignored },
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
  for (const { line, columnName, header, value, reason } of shown) {
    const cell =
      columnName === null ? '' : `, ${header ?? columnName}${value === null ? '' : ` ${JSON.stringify(value)}`}`;
    note(`${path}:${line}${cell}: ${reason}`);
  }
  const more = job.totals.rejected - shown.length;
  if (more > 0) note(`... and ${more} more rejected rows.`);
  if (csvPath !== undefined) note(`All of them are in ${csvPath}`);
  else note('--rejects <file> writes all of them, with the lines as they stood, to a CSV file.');
}
