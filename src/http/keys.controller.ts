import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AddedKey, KeyPage, KeyView, NewKey } from '../contract/access.js';
import { formatInstant, IdParam, type Page } from '../contract/http.js';
import type { ApiKey } from '../core/access.js';
import { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { addKey, listKeys, revokeKey } from '../flow/keys.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { Clock } from './providers.js';

@ApiTags('keys')
@Controller('api/v1/keys')
export class KeysController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('owner')
  @Answer('Lists the API keys, revoked ones too; never the keys themselves.', KeyPage)
  async list(): Promise<Page<KeyView>> {
    const { timeZone } = await readShop(this.db.manager);
    return { items: (await listKeys(this.db)).map((key) => view(key, timeZone)), next: null };
  }

  @Post()
  @Access('owner')
  @Answer('Makes an API key and tells it once.', AddedKey, { status: 201 })
  async add(@Body({ schema: NewKey }) body: NewKey, @Who() who: Principal): Promise<z.infer<typeof AddedKey>> {
    const { timeZone } = await readShop(this.db.manager);
    const { apiKey, key } = await addKey(this.db, body, who, this.clock.now());
    return { ...view(apiKey, timeZone), key };
  }

  @Delete(':id')
  @Access('owner')
  @Answer('Revokes an API key at once and for good.', KeyView, { status: 200 })
  async revoke(@Param('id', { schema: IdParam }) id: number, @Who() who: Principal): Promise<KeyView> {
    const { timeZone } = await readShop(this.db.manager);
    return view(await revokeKey(this.db, id, who, this.clock.now()), timeZone);
  }
}

const view = (key: ApiKey, zone: string): KeyView => ({
  id: key.id,
  prefix: key.prefix,
  name: key.name,
  scopes: key.scopes,
  createdBy: key.createdBy,
  createdAt: formatInstant(key.createdAt, zone),
  lastUsedAt: key.lastUsedAt === null ? null : formatInstant(key.lastUsedAt, zone),
  revokedAt: key.revokedAt === null ? null : formatInstant(key.revokedAt, zone),
});
