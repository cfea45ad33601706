import { Body, Controller, Delete, Get, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../contract/http.js';
import {
  ChannelChange,
  ChannelPage,
  ChannelView,
  FeeList,
  FeeReplacement,
  Hold,
  NewChannel,
  type FeeView,
} from '../contract/shop.js';
import type { Channel, Fee } from '../core/intake/records.js';
import { formatDay } from '../core/units.js';
import { Database } from '../db/database.js';
import { readChannels } from '../db/stores/settings.js';
import type { Principal } from '../flow/access.js';
import { addChannel, changeChannel, feeRevision, feesOfChannel, findChannel, replaceFees } from '../flow/shop.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { Clock } from './providers.js';

@ApiTags('channels')
@Controller('api/v1/channels')
export class ChannelsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('viewer', { scope: ['read', 'ingest'] })
  @Answer('Lists the channels.', ChannelPage)
  async list(): Promise<Page<ChannelView>> {
    return { items: (await readChannels(this.db.manager)).map(view), next: null };
  }

  @Post()
  @Access('owner')
  @Idempotent()
  @Answer('Adds a channel.', ChannelView, { status: 201 })
  async add(@Body({ schema: NewChannel }) body: NewChannel, @Who() who: Principal): Promise<ChannelView> {
    return view(await addChannel(this.db, body, who, this.clock.now()));
  }

  @Get(':code')
  @Access('viewer', { scope: ['read', 'ingest', 'feed'] })
  @Answer('Shows a channel.', ChannelView)
  async show(@Param('code') code: string): Promise<ChannelView> {
    return view(await findChannel(this.db, code));
  }

  @Patch(':code')
  @Access('owner')
  @Answer('Changes a channel’s name or kind.', ChannelView)
  async change(
    @Param('code') code: string,
    @Body({ schema: ChannelChange }) body: ChannelChange,
    @Who() who: Principal,
  ): Promise<ChannelView> {
    return view(await changeChannel(this.db, code, body, 'channel.change', who, this.clock.now()));
  }

  @Put(':code/hold')
  @Access('owner')
  @Answer('Kill switch: from now on the channel’s feed answers `hold`.', ChannelView)
  async hold(
    @Param('code') code: string,
    @Body({ schema: Hold }) body: Hold,
    @Who() who: Principal,
  ): Promise<ChannelView> {
    const change = { isHeld: true, heldReason: body.reason };
    return view(await changeChannel(this.db, code, change, 'channel.hold', who, this.clock.now()));
  }

  @Delete(':code/hold')
  @Access('owner')
  @Answer('Releases the channel’s feed.', ChannelView, { status: 200 })
  async release(@Param('code') code: string, @Who() who: Principal): Promise<ChannelView> {
    const change = { isHeld: false, heldReason: null };
    return view(await changeChannel(this.db, code, change, 'channel.release', who, this.clock.now()));
  }

  @Get(':code/fees')
  @Access('viewer', { scope: 'read' })
  @Answer('Lists the channel’s fees, past and future ones too.', FeeList)
  async fees(@Param('code') code: string): Promise<FeeList> {
    await findChannel(this.db, code);
    return feeList(await feesOfChannel(this.db.manager, code));
  }

  @Put(':code/fees')
  @Access('owner')
  @Idempotent()
  @Answer('Replaces the channel’s fees; in force from the next run on.', FeeList)
  async replace(
    @Param('code') code: string,
    @Body({ schema: FeeReplacement }) body: FeeReplacement,
    @Who() who: Principal,
  ): Promise<FeeList> {
    return feeList(await replaceFees(this.db, code, body.items, body.expectedRevision, who, this.clock.now()));
  }
}

const view = ({ id: _, ...channel }: Channel): ChannelView => channel;

const feeList = (fees: Fee[]): FeeList => ({ items: fees.map(feeView), revision: feeRevision(fees) });

const feeView = ({ id: _id, channelCode: _code, ...fee }: Fee): FeeView => ({
  ...fee,
  validFrom: formatDay(fee.validFrom),
  validTo: fee.validTo === null ? null : formatDay(fee.validTo),
});
