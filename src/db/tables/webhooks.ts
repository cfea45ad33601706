import { EntitySchema } from 'typeorm';
import type { WebhookDelivery, WebhookEndpoint, WebhookEvent } from '../../core/webhook/event.js';
import { big, id, int, json, longText, maybe, text } from './columns.js';

export const WebhookEndpointTable = new EntitySchema<WebhookEndpoint>({
  name: 'webhook_endpoint',
  columns: {
    id: id(),
    url: text(1000),
    types: json(),
    channels: maybe(json()),
    secrets: json(),
    state: text(16),
    disabledReason: maybe(text(500)),
    disabledAt: maybe(big()),
    failingSince: maybe(big()),
    lastSuccessAt: maybe(big()),
    createdBy: text(128),
    createdAt: big(),
    updatedAt: big(),
  },
});

export const WebhookEventTable = new EntitySchema<WebhookEvent>({
  name: 'webhook_event',
  columns: {
    id: id(),
    messageId: text(64),
    type: text(32),
    openKey: maybe(text(100)),
    data: json(),
    at: big(),
    dueAt: maybe(big()),
    body: maybe(longText()),
  },
  indices: [
    { name: 'uq_webhook_event_message', columns: ['messageId'], unique: true },
    { name: 'uq_webhook_event_open', columns: ['openKey'], unique: true },
    { name: 'ix_webhook_event_due', columns: ['dueAt'] },
  ],
});

export const WebhookDeliveryTable = new EntitySchema<WebhookDelivery>({
  name: 'webhook_delivery',
  columns: {
    id: id(),
    eventId: int(),
    endpointId: int(),
    state: text(16),
    attempt: int(),
    nextAt: maybe(big()),
    createdAt: big(),
    lastTriedAt: maybe(big()),
    statusCode: maybe(int()),
    durationMs: maybe(int()),
    answer: maybe(text(500)),
    error: maybe(text(500)),
  },
  indices: [
    { name: 'ix_webhook_delivery_due', columns: ['endpointId', 'state', 'nextAt'] },
    { name: 'ix_webhook_delivery_endpoint', columns: ['endpointId', 'id'] },
    { name: 'ix_webhook_delivery_event', columns: ['eventId'] },
  ],
});
