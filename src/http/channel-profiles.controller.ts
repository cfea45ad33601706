import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  ChannelProfiles,
  channelProfilesView,
  ProfileChange,
  ProfileVersionPage,
  profileVersionView,
  profileView,
  ShippedProfileList,
  sortedProfiles,
  type ProfileVersionView,
} from '../contract/channel-profiles.js';
import { PageQuery, type Page } from '../contract/http.js';
import { Database } from '../db/database.js';
import { listProfiles } from '../db/stores/profiles.js';
import { readShop } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { putProfile, showProfile, type ProfileOfChannel } from '../flow/channel-profiles.js';
import { shippedProfiles } from '../flow/shipped-profiles.js';
import { findChannel } from '../flow/shop.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { afterId, pageFrom } from './paging.js';
import { Clock } from './providers.js';

@ApiTags('channels')
@Controller('api/v1')
export class ChannelProfilesController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get('channel-profiles')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists the profiles that the program came with, to begin from.', ShippedProfileList)
  shipped(): ShippedProfileList {
    const items = [...shippedProfiles()].flatMap(([channelCode, profiles]) =>
      profiles.map((profile) => ({ channelCode, ...profileView(profile) })),
    );
    return { items };
  }

  @Get('channels/:code/profile')
  @Access('viewer', { scope: ['read', 'feed'] })
  @Answer(
    'Shows what a channel takes and refuses: times, cuts, batches; past and future profiles too.',
    ChannelProfiles,
  )
  async show(@Param('code') code: string): Promise<ChannelProfiles> {
    return this.view(await showProfile(this.db, code, this.clock.now()));
  }

  @Get('channels/:code/profile/versions')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists every version of a channel’s profiles, newest first.', ProfileVersionPage)
  async versions(
    @Param('code') code: string,
    @Query({ schema: PageQuery }) query: PageQuery,
  ): Promise<Page<ProfileVersionView>> {
    await findChannel(this.db, code);
    const { timeZone } = await readShop(this.db.manager);
    const rows = await listProfiles(this.db.manager, code, query.limit + 1, afterId(query.after));
    return pageFrom(
      rows,
      query.limit,
      (row) => row.version,
      (row) => profileVersionView(row, timeZone),
    );
  }

  @Put('channels/:code/profile')
  @Access('owner')
  @Idempotent()
  @Answer('Replaces a channel’s profiles; decisions keep to them at once.', ChannelProfiles)
  async put(
    @Param('code') code: string,
    @Body({ schema: ProfileChange }) { items, ...change }: ProfileChange,
    @Who() who: Principal,
  ): Promise<ChannelProfiles> {
    const profiles = sortedProfiles(items);
    return this.view(await putProfile(this.db, code, { ...change, profiles }, who, this.clock.now()));
  }

  private async view(found: ProfileOfChannel): Promise<ChannelProfiles> {
    const { timeZone } = await readShop(this.db.manager);
    return channelProfilesView(found.channel.code, found, timeZone);
  }
}
