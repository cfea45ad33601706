import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ShopChange, ShopView } from '../contract/shop.js';
import type { Shop } from '../core/access.js';
import { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { changeShop } from '../flow/shop.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { Clock } from './providers.js';

@ApiTags('shop')
@Controller('api/v1/shop')
export class ShopController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Shows the shop’s settings.', ShopView)
  show(): Promise<Shop> {
    return readShop(this.db.manager);
  }

  @Patch()
  @Access('owner')
  @Answer('Changes the shop’s settings; money and time zone only while there are no products.', ShopView)
  change(@Body({ schema: ShopChange }) body: ShopChange, @Who() who: Principal): Promise<Shop> {
    return changeShop(this.db, body, who, this.clock.now());
  }
}
