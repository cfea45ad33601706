import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { BoughtTogetherPage, BoughtTogetherQuery } from '../contract/bought-together.js';
import { ZoneClock } from '../core/intake/zone.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import { boughtTogether } from '../flow/bought-together.js';
import { Access } from './access.js';
import { Answer } from './answer.js';
import { decodeCursor, encodeCursor } from './paging.js';
import { Clock } from './providers.js';

@ApiTags('products')
@Controller('api/v1/products')
export class BoughtTogetherController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get(':sku/bought-together')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists what a product is bought together with, most evidence first.', BoughtTogetherPage, {
    description: 'Exact over every order that was sold, returned ones included, as of the last import.',
  })
  async list(
    @Param('sku') sku: string,
    @Query({ schema: BoughtTogetherQuery }) { days, asOf, minSupport, limit, after }: BoughtTogetherQuery,
  ): Promise<BoughtTogetherPage> {
    const { timeZone } = await readShop(this.db.manager);
    const to = asOf ?? null;
    const today = new ZoneClock(timeZone).dayOf(this.clock.now());
    const window = { from: days === undefined ? null : (to ?? today) - days + 1, to };
    const skip = decodeCursor(after, z.int().min(0)) ?? 0;
    const found = await boughtTogether(this.db, sku, { window, countMin: minSupport, skip, limit });
    const { partners, ...about } = found;
    const next = skip + partners.length;
    return {
      ...about,
      from: window.from === null ? null : formatDay(window.from),
      to: to === null ? null : formatDay(to),
      items: partners,
      next: partners.length > 0 && next < about.total ? encodeCursor(next) : null,
    };
  }
}
