import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditPage, AuditQuery, type AuditView } from '../contract/access.js';
import { formatInstant, type Page } from '../contract/http.js';
import { ZoneClock } from '../core/intake/zone.js';
import { Database } from '../db/database.js';
import { listAudit } from '../db/stores/audit.js';
import { readShop } from '../db/stores/settings.js';
import { Access } from './access.js';
import { Answer } from './answer.js';
import { afterId, pageFrom } from './paging.js';

@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly db: Database) {}

  @Get()
  @Access('owner')
  @Answer('Lists every change, by whom and when, newest first.', AuditPage)
  async list(@Query({ schema: AuditQuery }) query: AuditQuery): Promise<Page<AuditView>> {
    const { timeZone } = await readShop(this.db.manager);
    const zone = new ZoneClock(timeZone);
    const { from, to, limit, after, ...filter } = query;
    const span = {
      since: from === undefined ? undefined : zone.instantOf(from, 0),
      until: to === undefined ? undefined : zone.instantOf(to + 1, 0),
    };
    const rows = await listAudit(this.db.manager, { ...filter, ...span }, limit + 1, afterId(after));
    return pageFrom(
      rows,
      limit,
      (row) => row.id,
      (row) => ({ ...row, at: formatInstant(row.at, timeZone) }),
    );
  }
}
