import { join } from 'node:path';
import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config.js';
import { IdParam, PageQuery, type Page } from '../contract/http.js';
import {
  CONFIRMATION_FORM,
  PRICE_FILE_FORM,
  PriceFileConfirmation,
  PriceFileConfirmed,
  PriceFileItemPage,
  PriceFileItemQuery,
  PriceFilePage,
  PriceFileRequest,
  PriceFileView,
  type PriceFileItemView,
} from '../contract/price-files.js';
import { Database } from '../db/database.js';
import type { Principal } from '../flow/access.js';
import { confirmByFile, confirmPriceFile } from '../flow/price-files/confirm.js';
import { exportPriceFile, priceFileItems, priceFiles, showPriceFile } from '../flow/price-files/export.js';
import { makePriceFile } from '../flow/price-files/make.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { badRequest } from './bad-request.js';
import { Idempotent } from './idempotency.js';
import { afterId, decodeCursor, pageFrom } from './paging.js';
import { CONFIG, Clock } from './providers.js';
import { discard, receiveUpload } from './upload.js';

/** Larger files of a marketplace are downloaded in parts. */
const FILE_BYTES_MAX = 16 * 1024 ** 2;
const POSITION = z.int().min(0);

/** Prices as files, for channels that no sync job serves. */
@ApiTags('feed')
@Controller('api/v1/channels/:code/price-files')
export class PriceFilesController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Access('merchandiser', { scope: 'feed' })
  @Idempotent()
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiBody({ schema: PRICE_FILE_FORM })
  @Answer('Makes a file of the prices that wait for the channel.', PriceFileView, {
    status: 201,
    description: 'JSON where it is made from nothing; a form where the file of the channel goes along as `file`.',
  })
  async make(
    @Param('code') code: string,
    @Who() who: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PriceFileView> {
    const made = await this.withUpload(request, (fields, path) => {
      const body = PriceFileRequest.safeParse(fields);
      if (!body.success) throw badRequest(body.error.issues);
      return makePriceFile(this.db, code, { ...body.data, path }, who, this.clock.now());
    });
    void reply.header('Location', `/api/v1/channels/${encodeURIComponent(code)}/price-files/${made.id}`);
    return made;
  }

  @Get()
  @Access('viewer', { scope: ['feed', 'read'] })
  @Answer('Lists the price files of the channel, newest first.', PriceFilePage)
  async list(
    @Param('code') code: string,
    @Query({ schema: PageQuery }) { limit, after }: PageQuery,
  ): Promise<Page<PriceFileView>> {
    const files = await priceFiles(this.db, code, { limit: limit + 1, before: afterId(after) });
    return pageFrom(
      files,
      limit,
      ({ id }) => id,
      (file) => file,
    );
  }

  @Get(':id')
  @Access('viewer', { scope: ['feed', 'read'] })
  @Answer('Shows a price file: what is in it, and how much of that is confirmed.', PriceFileView)
  async show(@Param('code') code: string, @Param('id', { schema: IdParam }) id: number): Promise<PriceFileView> {
    return showPriceFile(this.db, code, id);
  }

  @Get(':id/items')
  @Access('viewer', { scope: ['feed', 'read'] })
  @Answer('Lists what is in a price file, and what was left out and why.', PriceFileItemPage)
  async items(
    @Param('code') code: string,
    @Param('id', { schema: IdParam }) id: number,
    @Query({ schema: PriceFileItemQuery }) { limit, after, state }: PriceFileItemQuery,
  ): Promise<Page<PriceFileItemView>> {
    const wanted = { limit: limit + 1, state };
    const items = await priceFileItems(this.db, code, id, wanted, decodeCursor(after, POSITION));
    return pageFrom(
      items,
      limit,
      ({ position }) => position,
      (item) => item,
    );
  }

  @Get(':id/content')
  @Access('merchandiser', { scope: 'feed' })
  @Answer('Downloads a price file; the first download marks its prices as exported.', z.string(), {
    type: 'application/octet-stream',
    description: 'The same bytes again as long as its prices are the right ones: else 409 `file-outdated`.',
  })
  async content(
    @Param('code') code: string,
    @Param('id', { schema: IdParam }) id: number,
    @Who() who: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { fileName, type, body } = await exportPriceFile(this.db, code, id, who, this.clock.now());
    void reply
      .type(type)
      .header('Content-Disposition', `attachment; filename="${fileName}"`)
      .header('Cache-Control', 'private, no-store')
      .send(body);
  }

  @Post(':id/confirm')
  @Access('merchandiser', { scope: 'feed' })
  @Idempotent()
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiBody({ schema: CONFIRMATION_FORM })
  @Answer('Takes what became of the prices in a file: all of them, item by item, or as a file.', PriceFileConfirmed, {
    description: 'An empty body says that everything in it was applied.',
  })
  async confirm(
    @Param('code') code: string,
    @Param('id', { schema: IdParam }) id: number,
    @Who() who: Principal,
    @Req() request: FastifyRequest,
  ): Promise<PriceFileConfirmed> {
    return this.withUpload(request, (fields, path) => {
      const now = this.clock.now();
      if (path !== undefined) return confirmByFile(this.db, code, id, path, who, now);
      const body = PriceFileConfirmation.safeParse(fields ?? {});
      if (!body.success) throw badRequest(body.error.issues);
      return confirmPriceFile(this.db, code, id, body.data, who, now);
    });
  }

  /** Works on a JSON body, or on the fields and the file of a form, which is gone afterwards. */
  private async withUpload<T>(
    request: FastifyRequest,
    work: (fields: unknown, path: string | undefined) => Promise<T>,
  ): Promise<T> {
    if (!request.isMultipart()) return work(request.body, undefined);
    const bytesMax = Math.min(FILE_BYTES_MAX, this.config.UPLOAD_BYTES_MAX);
    const upload = await receiveUpload(request, join(this.config.DATA_DIR, 'uploads'), bytesMax);
    try {
      return await work(upload.fields, upload.path);
    } finally {
      await discard(upload);
    }
  }
}
