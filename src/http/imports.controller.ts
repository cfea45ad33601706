import { Readable } from 'node:stream';
import { join } from 'node:path';
import { Body, Controller, Delete, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config.js';
import {
  KeptMappingList,
  RECOGNISE_FORM,
  RecogniseOptions,
  RecognitionView,
  type KeptMappingView,
} from '../contract/column-mapping.js';
import { formatInstant, IdParam, PageQuery, type Page } from '../contract/http.js';
import { IMPORT_BATCH } from '../contract/import-rows.js';
import {
  DocumentList,
  DocumentOptions,
  DOCUMENTS_BODY,
  importKind,
  ImportOptions,
  ImportPage,
  ImportQuery,
  ImportView,
  RejectPage,
  ROWS_BODY,
  RowsResult,
  UPLOAD_FORM,
  UploadOptions,
  type RejectView,
  type RowReject,
} from '../contract/imports.js';
import { ImportOrderWords } from '../contract/order-words.js';
import { kindsOf } from '../core/intake/formats/list.js';
import type { RememberedMapping } from '../core/intake/mapping.js';
import { IMPORT_KINDS, type ImportJob } from '../core/intake/records.js';
import { Refusal } from '../core/refusal.js';
import { Database } from '../db/database.js';
import { recordAudit } from '../db/stores/audit.js';
import { listImports, listRejects } from '../db/stores/imports.js';
import { listMappings } from '../db/stores/mappings.js';
import { readShop } from '../db/stores/settings.js';
import { ImportJobTable } from '../db/tables/shop.js';
import type { Principal } from '../flow/access.js';
import { ingest, queueImport, rejectsCsv, type IngestOptions } from '../flow/ingest.js';
import type { ImportInput } from '../flow/import-source.js';
import { askedWords } from '../flow/order-words.js';
import { forgetMapping, recogniseFile } from '../flow/recognise-file.js';
import { Access, BodyBytesMax, Who } from './access.js';
import { Answer } from './answer.js';
import { badRequest } from './bad-request.js';
import { Idempotent } from './idempotency.js';
import { afterId, decodeCursor, pageFrom } from './paging.js';
import { sendProgress } from './progress.js';
import { CONFIG, Clock, WORK } from './providers.js';
import type { Work } from './providers.js';
import { discard, receiveUpload, sweepUploads } from './upload.js';

/** 10,000 rows of 1,600 characters each. */
const ROWS_BYTES_MAX = 16_777_216;
const POSITION = z.int().min(0);

/**
 * Files to the queue, rows at once. The address of an upload names the kind, that of an import its number: one name for
 * both, since OpenAPI takes two names for the same place as two addresses that clash.
 */
@ApiTags('imports')
@Controller('api/v1/imports')
export class ImportsController {
  private readonly folder: string;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(WORK) private readonly work: Work,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.folder = join(config.DATA_DIR, 'uploads');
  }

  @Post('recognise')
  @Access('merchandiser', { scope: 'ingest' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: RECOGNISE_FORM })
  @Answer('Says what a file holds and how its columns would be read; nothing of it is kept.', RecognitionView, {
    description: 'Only the beginning of the file is read. Options stand in the form or in the address.',
  })
  async recognise(
    @Query({ schema: RecogniseOptions }) query: RecogniseOptions,
    @Req() request: FastifyRequest,
  ): Promise<RecognitionView> {
    await sweepUploads(this.db, this.folder);
    const upload = await receiveUpload(request, this.folder, this.config.UPLOAD_BYTES_MAX);
    try {
      const form = RecogniseOptions.safeParse(upload.fields);
      if (!form.success) throw badRequest(form.error.issues);
      const found = await recogniseFile(this.db, upload.path, form.data.head ?? query.head ?? false);
      const {
        titles: headers,
        samples: sampleRows,
        head,
        headerLine,
        kind,
        candidates,
        fingerprint,
        remembered,
        format,
      } = found;
      const keptMapping = remembered === null ? null : mappingView(remembered, await this.zone());
      const exported =
        format === null
          ? null
          : { name: format.name, title: format.title, kinds: kindsOf(format), channel: format.channel };
      return {
        ...head,
        headerLine,
        headers,
        sampleRows,
        kind,
        candidates,
        fingerprint,
        export: exported,
        keptMapping,
      };
    } finally {
      await discard(upload);
    }
  }

  @Get('mappings')
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Lists the column mappings that are kept, the last made first.', KeptMappingList)
  async mappings(): Promise<KeptMappingList> {
    const zone = await this.zone();
    return { items: (await listMappings(this.db.manager)).map((row) => mappingView(row, zone)) };
  }

  @Delete('mappings/:id')
  @Access('merchandiser', { scope: 'ingest' })
  @Answer('Forgets a column mapping: files with its header are read by their titles again.', null)
  async forget(@Param('id', { schema: IdParam }) id: number, @Who() who: Principal): Promise<void> {
    await forgetMapping(this.db, id, who, this.clock.now());
  }

  @Post(':idOrKind')
  @Access('merchandiser', { scope: 'ingest' })
  @ApiParam({ name: 'idOrKind', enum: IMPORT_KINDS, description: 'What the rows of the file are.' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: UPLOAD_FORM })
  @Answer('Takes a file; it is imported in the background.', ImportView, {
    status: 202,
    description: 'Options stand in the form or in the address. `Location` leads to the import and its progress.',
  })
  async upload(
    @Param('idOrKind') kindText: string,
    @Query({ schema: UploadOptions }) query: UploadOptions,
    @Who() who: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportView> {
    const kind = importKind(kindText);
    await sweepUploads(this.db, this.folder);
    const upload = await receiveUpload(request, this.folder, this.config.UPLOAD_BYTES_MAX);
    try {
      const form = UploadOptions.safeParse(upload.fields);
      if (!form.success) throw badRequest(form.error.issues);
      const { decimal, mapping, remember, channel, day, ...taken } = { ...query, ...form.data };
      const options = { ...ingestOptions(taken, who), decimal, mapping, remember, channel, day };
      const now = this.clock.now();
      const job = await queueImport(this.db, upload.path, { ...options, kind, fileName: upload.fileName }, now);
      await recordAudit(this.db.manager, who, now, 'import.upload', `import:${job.id}`, { kind, file: job.fileName });
      this.work.nudge();
      void reply.header('Location', `/api/v1/imports/${job.id}`);
      return view(job, await this.zone());
    } catch (error) {
      await discard(upload);
      throw error;
    }
  }

  @Post(':kind/rows')
  @Access('merchandiser', { scope: 'ingest' })
  @Idempotent({ required: true })
  @BodyBytesMax(ROWS_BYTES_MAX)
  @ApiParam({ name: 'kind', enum: IMPORT_KINDS, description: 'What the rows are.' })
  @ApiBody({ schema: ROWS_BODY as object })
  @Answer('Imports up to 10,000 rows at once, all or none; with `partial` the good ones.', RowsResult, {
    description: 'Where rows cannot be taken and `partial` is not set: 422 `rows-rejected`, and nothing has changed.',
  })
  async rows(
    @Param('kind') kindText: string,
    @Query({ schema: ImportOptions }) query: ImportOptions,
    @Body() body: unknown,
    @Who() who: Principal,
  ): Promise<RowsResult> {
    const kind = importKind(kindText);
    const batch = IMPORT_BATCH[kind].safeParse(body);
    if (!batch.success) throw badRequest(batch.error.issues);
    return this.atOnce(batch.data, { ...ingestOptions(query, who), kind }, who);
  }

  @Post(':kind/documents')
  @Access('merchandiser', { scope: 'ingest' })
  @Idempotent({ required: true })
  @BodyBytesMax(ROWS_BYTES_MAX)
  @ApiParam({ name: 'kind', enum: IMPORT_KINDS, description: 'What the documents hold.' })
  @ApiBody({ schema: DOCUMENTS_BODY as object })
  @Answer(
    'Imports documents as the interface of a web shop gives them (orders of WooCommerce), all or none.',
    RowsResult,
    {
      description:
        'As `rows`; `index` is the place of the document. 422 `unknown-document` where it is none that is known.',
    },
  )
  async documents(
    @Param('kind') kindText: string,
    @Query({ schema: DocumentOptions }) { channel, ...query }: DocumentOptions,
    @Body() body: unknown,
    @Who() who: Principal,
  ): Promise<RowsResult> {
    const kind = importKind(kindText);
    const list = DocumentList.safeParse(body);
    if (!list.success) throw badRequest(list.error.issues);
    return this.atOnce({ documents: list.data }, { ...ingestOptions(query, who), kind, channel }, who);
  }

  /** Imports before it answers. @throws Refusal `rows-rejected` with every rejected row */
  private async atOnce(input: ImportInput, options: IngestOptions, who: Principal): Promise<RowsResult> {
    const { kind } = options;
    const now = () => this.clock.now();
    const job = await ingest(this.db, input, options, undefined, now);
    await recordAudit(this.db.manager, who, now(), 'import.rows', `import:${job.id}`, { kind, ...job.totals });
    const rejects = (await listRejects(this.db.manager, job.id, job.totals.rejected + 1)).map(
      ({ line, columnName, value, code, reason }): RowReject => {
        return { index: line - 1, field: columnName, value, code, reason };
      },
    );
    if (job.state === 'refused') throw rowsRejected(job, rejects, 'rows' in input);
    const { isDryRun, totals, rejectedBy, notes } = job;
    return { importId: job.id, kind, isDryRun, totals, rejectedBy, rejects, notes };
  }

  @Get()
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Lists imports, newest first.', ImportPage)
  async list(@Query({ schema: ImportQuery }) query: ImportQuery): Promise<Page<ImportView>> {
    const zone = await this.zone();
    const rows = await listImports(this.db.manager, query, query.limit + 1, afterId(query.after));
    return pageFrom(
      rows,
      query.limit,
      (job) => job.id,
      (job) => view(job, zone),
    );
  }

  @Get(':idOrKind')
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Shows an import: progress, totals, why rows were left out.', ImportView)
  async show(@Param('idOrKind', { schema: IdParam }) id: number): Promise<ImportView> {
    return view(await this.find(id), await this.zone());
  }

  @Get(':id/rejects')
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Lists the rows that were not taken, in the order of the file.', RejectPage)
  async rejects(
    @Param('id', { schema: IdParam }) id: number,
    @Query({ schema: PageQuery }) query: PageQuery,
  ): Promise<Page<RejectView>> {
    await this.find(id);
    const rows = await listRejects(this.db.manager, id, query.limit + 1, decodeCursor(query.after, POSITION));
    return pageFrom(
      rows,
      query.limit,
      (row) => row.position,
      ({ line, columnName, header, value, code, reason, original }) => {
        return { line, column: columnName, header, value, code, reason, original };
      },
    );
  }

  @Get(':id/order-words')
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Lists the words for the state of an order for which rows were not taken.', ImportOrderWords)
  async orderWords(@Param('id', { schema: IdParam }) id: number): Promise<ImportOrderWords> {
    return askedWords(this.db, await this.find(id));
  }

  @Get(':id/rejects.csv')
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Gives the rows that were not taken as CSV, safe to open in a spreadsheet.', z.string(), {
    type: 'text/csv',
  })
  async rejectsFile(@Param('id', { schema: IdParam }) id: number, @Res() reply: FastifyReply): Promise<void> {
    await this.find(id);
    void reply
      .type('text/csv; charset=utf-8')
      .header('Content-Disposition', `attachment; filename="import-${id}-rejects.csv"`)
      .send(Readable.from(rejectsCsv(this.db, id)));
  }

  @Get(':id/events')
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Streams an import’s progress as server-sent events until it has ended.', ImportView, {
    type: 'text/event-stream',
  })
  async events(@Param('id', { schema: IdParam }) id: number, @Res() reply: FastifyReply): Promise<void> {
    const zone = await this.zone();
    await sendProgress(
      reply,
      'import',
      () => this.find(id),
      (job) => view(job, zone),
    );
  }

  private async find(id: number): Promise<ImportJob> {
    const job = await this.db.manager.findOneBy(ImportJobTable, { id });
    if (job === null) throw new Refusal('notFound', 'unknown-import', `There is no import ${id}.`);
    return job;
  }

  private async zone(): Promise<string> {
    return (await readShop(this.db.manager)).timeZone;
  }
}

function ingestOptions(options: ImportOptions, who: Principal): Omit<IngestOptions, 'kind'> {
  return {
    createdBy: who.actor,
    isDryRun: options.dryRun ?? false,
    isPartial: options.partial ?? false,
    createProducts: options.createProducts ?? false,
    createChannels: options.createChannels ?? false,
  };
}

/** How many pointers stand in `errors`; `values.rejects` has them all. */
const POINTERS_MAX = 50;

/** `hasFields`: the body has rows with the fields of the kind; else it is a list of documents with their own. */
function rowsRejected({ id, error, totals, rejectedBy }: ImportJob, rejects: RowReject[], hasFields: boolean): Refusal {
  const errors = rejects.slice(0, POINTERS_MAX).map(({ index, field, code, reason }) => ({
    path: hasFields ? `/rows/${index}${field === null ? '' : `/${field}`}` : `/${index}`,
    code,
    message: reason,
  }));
  const [first] = errors;
  const message =
    first === undefined
      ? (error?.message ?? 'The rows cannot be taken.')
      : `${totals.rejected} of ${totals.rows} rows cannot be taken, so nothing was imported. The first: ${first.path}: ` +
        `${first.message} Mend them, or send the batch with ?partial=true to have the good rows taken.`;
  const values = { importId: id, totals, rejectedBy, rejects };
  return new Refusal('invalid', error?.code ?? 'rows-rejected', message, values, errors);
}

function mappingView({ fingerprint: _, ...row }: RememberedMapping, zone: string): KeptMappingView {
  return { ...row, updatedAt: formatInstant(row.updatedAt, zone) };
}

function view(job: ImportJob, zone: string): ImportView {
  const { path: _, ...rest } = job;
  const at = (instant: number | null) => (instant === null ? null : formatInstant(instant, zone));
  return {
    ...rest,
    totals: { ...rest.totals, waiting: rest.totals.waiting ?? 0, ignored: rest.totals.ignored ?? 0 }, // imports of before have no such sums
    createdAt: formatInstant(job.createdAt, zone),
    startedAt: at(job.startedAt),
    finishedAt: at(job.finishedAt),
  };
}
