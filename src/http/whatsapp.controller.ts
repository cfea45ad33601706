import { timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config.js';
import { statusesIn, WhatsAppHandshake } from '../contract/digest.js';
import { Refusal } from '../core/refusal.js';
import { Database } from '../db/database.js';
import { sha256 } from '../flow/access.js';
import { isFromApp } from '../flow/digest/ways.js';
import { takeStatuses } from '../flow/digest/statuses.js';
import { Open } from './access.js';
import { Answer } from './answer.js';
import { CONFIG } from './providers.js';
import { KeepRawBody } from './raw-body.js';

/** Where Meta reports what became of messages. Open to everyone, and believed only with Meta's signature. */
@ApiTags('digest')
@Controller('api/v1/whatsapp/status')
export class WhatsAppController {
  constructor(
    private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Open()
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Answer('Repeats the challenge to who knows the verify token: Meta asks once.', z.string(), { type: 'text/plain' })
  greet(@Query({ schema: WhatsAppHandshake }) query: WhatsAppHandshake): string {
    const known = this.config.WHATSAPP_VERIFY_TOKEN;
    const given = query['hub.verify_token'] ?? '';
    const isKnown = known !== undefined && isSame(given, known);
    if (query['hub.mode'] !== 'subscribe' || !isKnown)
      throw notFromMeta('The verify token is not the one that is set.');
    return query['hub.challenge'] ?? '';
  }

  @Post()
  @Open()
  @KeepRawBody()
  @Answer('Takes reports of messages; repeats change nothing.', z.object({}), { status: 200 })
  async take(@Req() request: FastifyRequest): Promise<object> {
    const isMeta = isFromApp(this.config, request.rawBody, request.headers['x-hub-signature-256']);
    if (!isMeta) throw notFromMeta('The signature is not that of this body.');
    await takeStatuses(this.db, statusesIn(request.body));
    return {};
  }
}

/** Hashes are of one length: the comparison takes as long whatever was given. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));

const notFromMeta = (message: string): Refusal => new Refusal('forbidden', 'not-from-whatsapp', message);
