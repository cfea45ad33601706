import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OrderWordChange, OrderWordList } from '../contract/order-words.js';
import { Database } from '../db/database.js';
import type { Principal } from '../flow/access.js';
import { orderWords, sayOrderWord } from '../flow/order-words.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { Clock } from './providers.js';

@ApiTags('imports')
@Controller('api/v1/order-words')
export class OrderWordsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer', { scope: 'read' })
  @Answer('Lists the words of exports for the state of an order, and what each counts as.', OrderWordList)
  async list(): Promise<OrderWordList> {
    return { items: await orderWords(this.db) };
  }

  @Put()
  @Access('merchandiser')
  @Idempotent()
  @Answer('Says what a word means, for files that are imported from now on.', OrderWordList)
  async say(@Body({ schema: OrderWordChange }) body: OrderWordChange, @Who() who: Principal): Promise<OrderWordList> {
    await sayOrderWord(this.db, body, who, this.clock.now());
    return this.list();
  }
}
