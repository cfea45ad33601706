import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Columns, key, maybe } from './columns.js';

/** The first schema. Released: never edited; changes come as further migrations. */
export class Initial1764000000000 implements MigrationInterface {
  name = 'Initial1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = new Columns(runner);
    await c.create('setting', [key(c.text('name', 64)), c.json('value')]);
    await c.create(
      'channel',
      [
        c.id(),
        c.text('code', 64),
        c.text('name', 200),
        c.bool('isMarketplace'),
        c.bool('isActive'),
        c.bool('isHeld'),
        maybe(c.text('heldReason', 500)),
      ],
      [{ name: 'uq_channel_code', columnNames: ['code'], isUnique: true }],
    );
    await c.create(
      'product',
      [
        c.id(),
        c.text('sku', 64),
        c.text('name', 500),
        maybe(c.text('category', 200)),
        maybe(c.text('brand', 200)),
        c.json('tags'),
        maybe(c.big('cost')),
        maybe(c.big('price')),
        maybe(c.int('firstStockedOn')),
        maybe(c.int('staleAfterDays')),
        c.text('status', 16),
        c.bool('isStub'),
        c.big('createdAt'),
        c.big('updatedAt'),
      ],
      [{ name: 'uq_product_sku', columnNames: ['sku'], isUnique: true }],
    );
    await c.create('listing', [
      key(c.int('productId')),
      key(c.int('channelId')),
      maybe(c.big('price')),
      maybe(c.text('externalId', 64)),
      maybe(c.text('externalVariantId', 64)),
      maybe(c.big('minPrice')),
      maybe(c.big('maxPrice')),
      c.big('updatedAt'),
    ]);
    await c.create('base_price', [
      key(c.int('productId')),
      key(c.int('channelId')),
      key(c.big('since')),
      c.big('price'),
    ]);
    await c.create('fee', [
      c.id(),
      c.text('channelCode', 64),
      maybe(c.text('category', 200)),
      c.text('component', 64),
      c.int('rateBp'),
      c.big('perOrder'),
      c.big('perItem'),
      maybe(c.big('capPerItem')),
      c.int('validFrom'),
      maybe(c.int('validTo')),
      c.text('source', 500),
    ]);
    await c.create(
      'order_line',
      [
        key(c.text('orderId', 64)),
        key(c.text('lineId', 100)),
        c.int('productId'),
        c.int('channelId'),
        c.big('orderedAt'),
        c.int('day'),
        c.int('quantity'),
        c.big('unitPrice'),
        maybe(c.big('listPrice')),
        maybe(c.big('sellerDiscount')),
        c.text('status', 16),
        c.int('returnedQuantity'),
        c.int('importId'),
      ],
      [{ name: 'ix_order_line_product_day', columnNames: ['productId', 'day', 'channelId'] }],
      { withoutRowid: true },
    );
    await c.create(
      'daily_sale',
      [
        key(c.int('productId')),
        key(c.int('day')),
        key(c.int('channelId')),
        c.int('units'),
        maybe(c.big('revenue')),
        c.int('unitsReturned'),
        maybe(c.big('discount')),
        c.bool('isDerived'),
      ],
      [],
      { withoutRowid: true },
    );
    await c.create(
      'receipt',
      [
        key(c.int('productId')),
        key(c.int('day')),
        key(c.text('reference', 100)),
        c.int('quantity'),
        maybe(c.big('unitCost')),
      ],
      [],
      { withoutRowid: true },
    );
    await c.create(
      'stock_count',
      [key(c.int('productId')), key(c.int('day')), key(c.text('location', 100)), c.int('onHand')],
      [],
      { withoutRowid: true },
    );
    await c.create(
      'competitor_price',
      [
        key(c.int('productId')),
        key(c.int('channelId')),
        key(c.int('day')),
        key(c.text('competitor', 100)),
        c.big('price'),
        maybe(c.text('url', 1000)),
      ],
      [],
      { withoutRowid: true },
    );
    await c.create(
      'import_job',
      [
        c.id(),
        c.text('kind', 32),
        c.text('fileName', 255),
        maybe(c.text('contentHash', 64)),
        c.text('state', 16),
        c.bool('isDryRun'),
        c.bool('isPartial'),
        c.bool('createProducts'),
        c.bool('createChannels'),
        maybe(c.text('path', 1000)),
        c.big('bytesRead'),
        c.big('bytesTotal'),
        c.json('totals'),
        c.json('rejectedBy'),
        maybe(c.json('error')),
        c.json('notes'),
        c.text('createdBy', 128),
        c.big('createdAt'),
        maybe(c.big('startedAt')),
        maybe(c.big('finishedAt')),
      ],
      [{ name: 'ix_import_job_state', columnNames: ['state'] }],
    );
    await c.create(
      'import_reject',
      [
        key(c.int('importId')),
        key(c.int('position')),
        c.int('line'),
        maybe(c.text('columnName', 64)),
        maybe(c.text('value', 500)),
        c.text('code', 64),
        c.text('reason', 1000),
        c.longText('original'),
      ],
      [],
      { withoutRowid: true },
    );
    await c.create(
      'app_user',
      [
        c.id(),
        c.text('name', 64),
        c.text('role', 32),
        c.text('passwordHash', 255),
        c.bool('isActive'),
        c.text('locale', 8),
        c.big('createdAt'),
      ],
      [{ name: 'uq_app_user_name', columnNames: ['name'], isUnique: true }],
    );
    await c.create(
      'login_session',
      [key(c.text('tokenHash', 64)), c.int('userId'), c.big('createdAt'), c.big('lastSeenAt'), c.big('expiresAt')],
      [{ name: 'ix_login_session_user', columnNames: ['userId'] }],
    );
    await c.create(
      'api_key',
      [
        c.id(),
        c.text('prefix', 16),
        c.text('keyHash', 64),
        c.text('name', 100),
        c.json('scopes'),
        c.text('createdBy', 128),
        c.big('createdAt'),
        maybe(c.big('lastUsedAt')),
        maybe(c.big('revokedAt')),
      ],
      [{ name: 'uq_api_key_hash', columnNames: ['keyHash'], isUnique: true }],
    );
    await c.create(
      'audit',
      [
        c.id(),
        c.big('at'),
        c.text('actor', 128),
        c.text('action', 64),
        c.text('subject', 255),
        c.json('detail'),
        maybe(c.text('ip', 64)),
      ],
      [{ name: 'ix_audit_at', columnNames: ['at'] }],
    );
    await c.create(
      'idempotent_reply',
      [
        key(c.text('actor', 128)),
        key(c.text('idempotencyKey', 128)),
        c.text('requestHash', 64),
        maybe(c.int('status')),
        maybe(c.json('body')),
        c.big('createdAt'),
      ],
      [{ name: 'ix_idempotent_reply_created', columnNames: ['createdAt'] }],
    );
    await c.create('rule_set', [
      key(c.int('version')),
      c.text('state', 16),
      c.json('body'),
      c.text('note', 1000),
      c.text('createdBy', 128),
      c.big('createdAt'),
      maybe(c.big('publishedAt')),
    ]);
    await c.create('policy_version', [
      key(c.int('version')),
      c.json('body'),
      c.text('note', 1000),
      c.text('createdBy', 128),
      c.big('createdAt'),
    ]);
    await c.create('lease', [key(c.text('name', 64)), c.text('holder', 128), c.int('fence'), c.big('expiresAt')]);
    await c.create(
      'run',
      [
        c.id(),
        c.int('asOf'),
        c.text('state', 16),
        c.text('cause', 16),
        maybe(c.int('ruleSetVersion')),
        maybe(c.int('policyVersion')),
        c.text('stage', 32),
        c.int('done'),
        c.int('total'),
        maybe(c.json('totals')),
        maybe(c.text('error', 2000)),
        c.text('createdBy', 128),
        c.big('createdAt'),
        maybe(c.big('startedAt')),
        maybe(c.big('finishedAt')),
      ],
      [{ name: 'ix_run_state', columnNames: ['state', 'id'] }],
    );
    await c.create(
      'product_state',
      [
        key(c.int('runId')),
        key(c.int('productId')),
        c.int('onHand'),
        c.int('staleUnits'),
        c.big('staleValue'),
        c.bool('isFlagged'),
        maybe(c.int('ageDaysOldest')),
        maybe(c.int('ageDeciDaysAverage')),
        c.bool('ageIsAtLeast'),
        maybe(c.int('daysSinceLastSale')),
        maybe(c.int('daysSinceLastReceipt')),
        c.int('units30'),
        c.json('detail'),
      ],
      [{ name: 'ix_product_state_stale', columnNames: ['runId', 'isFlagged', 'staleValue'] }],
      { withoutRowid: true },
    );
    await c.create(
      'suggestion',
      [
        c.id(),
        c.int('runId'),
        c.int('productId'),
        c.int('channelId'),
        c.text('sku', 64),
        c.text('channelCode', 64),
        maybe(c.text('category', 200)),
        c.text('kind', 16),
        c.text('state', 16),
        c.int('version'),
        maybe(c.text('openKey', 64)),
        c.int('asOf'),
        maybe(c.big('price')),
        maybe(c.big('listPrice')),
        maybe(c.big('currentPrice')),
        c.int('discountBp'),
        c.big('staleValue'),
        maybe(c.big('gain')),
        c.text('ruleName', 100),
        c.bool('needsSecondApproval'),
        c.json('offer'),
        c.json('why'),
        c.text('fingerprint', 64),
        c.big('createdAt'),
        c.big('expiresAt'),
        c.big('updatedAt'),
      ],
      [
        { name: 'uq_suggestion_open', columnNames: ['openKey'], isUnique: true },
        { name: 'ix_suggestion_state_gain', columnNames: ['state', 'gain', 'id'] },
        { name: 'ix_suggestion_run', columnNames: ['runId', 'state'] },
        { name: 'ix_suggestion_product', columnNames: ['productId', 'channelId', 'id'] },
      ],
    );
    await c.create(
      'decision',
      [
        c.id(),
        c.int('suggestionId'),
        c.text('action', 16),
        c.text('fromState', 16),
        c.text('toState', 16),
        c.text('actor', 128),
        c.big('at'),
        maybe(c.text('reason', 1000)),
        c.json('detail'),
      ],
      [{ name: 'ix_decision_suggestion', columnNames: ['suggestionId', 'id'] }],
    );
    await c.create(
      'price_entry',
      [
        c.id(),
        c.int('suggestionId'),
        c.int('productId'),
        c.int('channelId'),
        c.text('sku', 64),
        c.text('channelCode', 64),
        c.text('kind', 16),
        c.text('state', 16),
        c.int('revision'),
        c.big('price'),
        c.big('listPrice'),
        c.int('discountBp'),
        c.json('offer'),
        c.big('startsAt'),
        maybe(c.big('endsAt')),
        c.big('notBefore'),
        c.big('expiresAt'),
        c.text('revert', 16),
        c.big('revertPrice'),
        maybe(c.big('expectedCurrentPrice')),
        maybe(c.big('lowestPrice30')),
        c.int('seriesFrom'),
        c.text('decidedBy', 128),
        c.big('decidedAt'),
      ],
      [
        { name: 'ix_price_entry_channel', columnNames: ['channelId', 'state', 'id'] },
        { name: 'ix_price_entry_product', columnNames: ['productId', 'channelId', 'state'] },
        { name: 'ix_price_entry_suggestion', columnNames: ['suggestionId'] },
        { name: 'ix_price_entry_end', columnNames: ['state', 'endsAt'] },
      ],
    );
    await c.create(
      'feed_change',
      [
        key(c.int('channelId')),
        key(c.int('seq')),
        c.int('entryId'),
        c.int('revision'),
        c.text('action', 16),
        c.big('at'),
        c.longText('body'),
      ],
      [],
      { withoutRowid: true },
    );
    await c.create('feed_head', [key(c.int('channelId')), c.int('seq')]);
    await c.create(
      'ack',
      [
        c.id(),
        c.int('channelId'),
        c.int('entryId'),
        c.int('revision'),
        c.text('status', 16),
        maybe(c.text('code', 100)),
        maybe(c.text('message', 1000)),
        maybe(c.big('appliedPrice')),
        c.big('at'),
        c.text('actor', 128),
      ],
      [{ name: 'ix_ack_entry', columnNames: ['entryId', 'id'] }],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table);
  }
}

const TABLES = [
  'setting',
  'channel',
  'product',
  'listing',
  'base_price',
  'fee',
  'order_line',
  'daily_sale',
  'receipt',
  'stock_count',
  'competitor_price',
  'import_job',
  'import_reject',
  'app_user',
  'login_session',
  'api_key',
  'audit',
  'idempotent_reply',
  'rule_set',
  'policy_version',
  'lease',
  'run',
  'product_state',
  'suggestion',
  'decision',
  'price_entry',
  'feed_change',
  'feed_head',
  'ack',
];
