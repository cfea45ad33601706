import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Config } from '../config.js';
import { formatInstant, IdParam, type Page } from '../contract/http.js';
import {
  DeliveryDetail,
  DeliveryPage,
  DeliveryQuery,
  DeliveryView,
  NewWebhook,
  Rotation,
  WebhookChange,
  WebhookPage,
  WebhookView,
  WebhookWithSecret,
} from '../contract/webhooks.js';
import type { Instant } from '../core/units.js';
import type { WebhookEndpoint } from '../core/webhook/event.js';
import { validSecrets } from '../core/webhook/signature.js';
import { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import { listDeliveries, listEndpoints, type DeliveryRow } from '../db/stores/webhooks.js';
import type { Principal } from '../flow/access.js';
import {
  addEndpoint,
  changeEndpoint,
  findDeliveryOf,
  findEndpoint,
  redeliver,
  removeEndpoint,
  rotateSecret,
  testEndpoint,
} from '../flow/webhooks/endpoints.js';
import { Access, Who } from './access.js';
import { Answer } from './answer.js';
import { Idempotent } from './idempotency.js';
import { afterId, pageFrom } from './paging.js';
import { CONFIG, Clock } from './providers.js';

const HOUR_MS = 3_600_000;

@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access('owner')
  @Answer('Lists the webhooks, disabled ones too; never their secrets.', WebhookPage)
  async list(): Promise<Page<WebhookView>> {
    const view = await this.viewer();
    return { items: (await listEndpoints(this.db.manager)).map(view), next: null };
  }

  @Post()
  @Access('owner')
  @Answer('Adds a webhook and tells its secret once.', WebhookWithSecret, { status: 201 })
  async add(@Body({ schema: NewWebhook }) body: NewWebhook, @Who() who: Principal): Promise<WebhookWithSecret> {
    const wish = { ...body, channels: body.channels ?? null };
    const { endpoint, secret } = await addEndpoint(this.db, wish, who, this.clock.now(), this.allowPrivate);
    return { ...(await this.viewer())(endpoint), secret };
  }

  @Get(':id')
  @Access('owner')
  @Answer('Shows a webhook.', WebhookView)
  async show(@Param('id', { schema: IdParam }) id: number): Promise<WebhookView> {
    return (await this.viewer())(await findEndpoint(this.db.manager, id));
  }

  @Patch(':id')
  @Access('owner')
  @Answer('Changes a webhook, or switches it off and on.', WebhookView)
  async change(
    @Param('id', { schema: IdParam }) id: number,
    @Body({ schema: WebhookChange }) body: WebhookChange,
    @Who() who: Principal,
  ): Promise<WebhookView> {
    const changed = await changeEndpoint(this.db, id, body, who, this.clock.now(), this.allowPrivate);
    return (await this.viewer())(changed);
  }

  @Delete(':id')
  @Access('owner')
  @Answer('Removes a webhook with the log of its deliveries.', null)
  async remove(@Param('id', { schema: IdParam }) id: number, @Who() who: Principal): Promise<void> {
    await removeEndpoint(this.db, id, who, this.clock.now());
  }

  @Post(':id/rotation')
  @Access('owner')
  @Answer('Gives a webhook a new secret, told once; the old one goes on signing for a while.', WebhookWithSecret)
  async rotate(
    @Param('id', { schema: IdParam }) id: number,
    @Body({ schema: Rotation }) body: Rotation,
    @Who() who: Principal,
  ): Promise<WebhookWithSecret> {
    const keepMs = body.keepOldHours * HOUR_MS;
    const { endpoint, secret } = await rotateSecret(this.db, id, keepMs, who, this.clock.now());
    return { ...(await this.viewer())(endpoint), secret };
  }

  @Post(':id/test')
  @Access('owner')
  @Idempotent()
  @Answer('Sends a test event at once and tells how it went; a webhook that is disabled gets it too.', DeliveryView)
  async test(@Param('id', { schema: IdParam }) id: number, @Who() who: Principal): Promise<DeliveryView> {
    const way = { allowPrivate: this.allowPrivate, now: () => this.clock.now() };
    const baseUrl = this.config.PUBLIC_URL ?? '';
    return (await this.deliveryViewer())(await testEndpoint(this.db, id, who, this.clock.now(), baseUrl, way));
  }

  @Get(':id/deliveries')
  @Access('owner')
  @Answer('Lists what was sent to a webhook in the last 30 days, newest first.', DeliveryPage)
  async deliveries(
    @Param('id', { schema: IdParam }) id: number,
    @Query({ schema: DeliveryQuery }) query: DeliveryQuery,
  ): Promise<Page<DeliveryView>> {
    await findEndpoint(this.db.manager, id);
    const { limit, after, state } = query;
    const rows = await listDeliveries(this.db.manager, id, { state }, limit + 1, afterId(after));
    return pageFrom(rows, limit, (row) => row.id, await this.deliveryViewer());
  }

  @Get(':id/deliveries/:delivery')
  @Access('owner')
  @Answer('Shows a delivery with what was sent.', DeliveryDetail)
  async delivery(
    @Param('id', { schema: IdParam }) id: number,
    @Param('delivery', { schema: IdParam }) deliveryId: number,
  ): Promise<DeliveryDetail> {
    const { delivery, event } = await findDeliveryOf(this.db.manager, id, deliveryId);
    const { messageId, type, body } = event;
    return { ...(await this.deliveryViewer())({ ...delivery, messageId, type }), body: body ?? '' };
  }

  @Post(':id/deliveries/:delivery/redelivery')
  @Access('owner')
  @Idempotent()
  @Answer('Has an event sent again under the same id; the answer tells of the delivery that waits now.', DeliveryView)
  async again(
    @Param('id', { schema: IdParam }) id: number,
    @Param('delivery', { schema: IdParam }) deliveryId: number,
    @Who() who: Principal,
  ): Promise<DeliveryView> {
    return (await this.deliveryViewer())(await redeliver(this.db, id, deliveryId, who, this.clock.now()));
  }

  private get allowPrivate(): boolean {
    return this.config.WEBHOOK_ALLOW_PRIVATE;
  }

  private async viewer(): Promise<(endpoint: WebhookEndpoint) => WebhookView> {
    const { timeZone } = await readShop(this.db.manager);
    return (endpoint) => view(endpoint, timeZone, this.clock.now());
  }

  private async deliveryViewer(): Promise<(row: DeliveryRow) => DeliveryView> {
    const { timeZone } = await readShop(this.db.manager);
    return (row) => deliveryView(row, timeZone);
  }
}

const written = (at: Instant | null, zone: string): string | null => (at === null ? null : formatInstant(at, zone));

function view(endpoint: WebhookEndpoint, zone: string, now: Instant): WebhookView {
  const { secrets, updatedAt: _, ...rest } = endpoint;
  const older = validSecrets(secrets, now).flatMap(({ until }) => until ?? []);
  return {
    ...rest,
    disabledAt: written(rest.disabledAt, zone),
    failingSince: written(rest.failingSince, zone),
    lastSuccessAt: written(rest.lastSuccessAt, zone),
    oldSecretUntil: older.length === 0 ? null : formatInstant(Math.max(...older), zone),
    createdAt: formatInstant(rest.createdAt, zone),
  };
}

function deliveryView(row: DeliveryRow, zone: string): DeliveryView {
  const { eventId: _event, endpointId: _endpoint, ...rest } = row;
  return {
    ...rest,
    nextAt: written(rest.nextAt, zone),
    createdAt: formatInstant(rest.createdAt, zone),
    lastTriedAt: written(rest.lastTriedAt, zone),
  };
}
