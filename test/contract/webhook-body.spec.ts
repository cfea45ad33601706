import { describe, expect, it } from 'vitest';
import { webhookBody } from '../../src/contract/webhook-body.js';
import { readChangesCursor } from '../../src/core/feed/cursor.js';
import { ENTRY_IDS_MAX } from '../../src/core/webhook/event.js';

const at = Date.UTC(2026, 2, 31, 2, 15);

describe('what is sent', () => {
  it('of prices is the channel, how many, ids and where to read on', () => {
    const data = { channel: 'shopee', channelId: 1, count: 2, entryIds: [17, 18], afterSeq: 40 };
    const body = JSON.parse(webhookBody({ type: 'price.approved', at, data }, 'https://prices.example')) as {
      data: { links: { changes: string } };
    };
    expect(body).toEqual({
      type: 'price.approved',
      timestamp: '2026-03-31T02:15:00.000Z',
      data: { channel: 'shopee', count: 2, entryIds: [17, 18], links: { changes: expect.any(String) as unknown } },
    });
    const link = new URL(body.data.links.changes);
    expect(link.origin + link.pathname).toBe('https://prices.example/api/v1/channels/shopee/price-changes');
    expect(readChangesCursor(link.searchParams.get('after')!, 1)).toBe(40);
  });

  it('of runs and imports is their id, how they ended and where they are', () => {
    expect(webhookBody({ type: 'run.finished', at, data: { runId: 7, state: 'done' } }, '')).toBe(
      '{"type":"run.finished","timestamp":"2026-03-31T02:15:00.000Z","data":{"runId":7,"state":"done",' +
        '"links":{"run":"/api/v1/runs/7","suggestions":"/api/v1/suggestions"}}}',
    );
    const data = { importId: 3, kind: 'orders', state: 'refused' } as const;
    expect(webhookBody({ type: 'import.finished', at, data }, 'https://p.example')).toContain(
      '{"importId":3,"kind":"orders","state":"refused","links":{"import":"https://p.example/api/v1/imports/3"}}',
    );
  });

  it('stays far below 20 kB, whatever was approved at once', () => {
    const entryIds = Array.from({ length: ENTRY_IDS_MAX }, () => 2_147_483_647);
    const data = { channel: 'x'.repeat(64), channelId: 2_147_483_647, count: 1e9, entryIds, afterSeq: 2_147_483_647 };
    const base = `https://${'a'.repeat(200)}.example`;
    expect(webhookBody({ type: 'price.approved', at, data }, base).length).toBeLessThan(2_500);
  });
});
