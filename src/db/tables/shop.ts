import { EntitySchema } from 'typeorm';
import type { Setting, User, LoginSession, ApiKey, AuditEntry, IdempotentReply } from '../../core/access.js';
import type { CalendarWindow } from '../../core/calendar-windows.js';
import type { RememberedMapping } from '../../core/intake/mapping.js';
import type {
  BasePrice,
  Channel,
  ChannelSku,
  CompetitorPrice,
  DailySale,
  Fee,
  ImportJob,
  ImportReject,
  Listing,
  OrderLine,
  Product,
  ProductCost,
  Receipt,
  StockCount,
  WaitingRow,
} from '../../core/intake/records.js';
import type { DatedProfile } from '../../core/pricing/channel-profile.js';
import type { Instant } from '../../core/units.js';
import { big, bool, id, int, json, key, longText, maybe, text } from './columns.js';

export const SettingTable = new EntitySchema<Setting>({
  name: 'setting',
  columns: { name: key(text(64)), value: json() },
});

export const ChannelTable = new EntitySchema<Channel>({
  name: 'channel',
  columns: {
    id: id(),
    code: text(64),
    name: text(200),
    isMarketplace: bool(),
    isActive: bool(),
    isHeld: bool(),
    heldReason: maybe(text(500)),
  },
  indices: [{ name: 'uq_channel_code', columns: ['code'], unique: true }],
});

export const ProductTable = new EntitySchema<Product>({
  name: 'product',
  columns: {
    id: id(),
    sku: text(64),
    name: text(500),
    category: maybe(text(200)),
    brand: maybe(text(200)),
    tags: json(),
    cost: maybe(big()),
    price: maybe(big()),
    firstStockedOn: maybe(int()),
    staleAfterDays: maybe(int()),
    status: text(16),
    isStub: bool(),
    createdAt: big(),
    updatedAt: big(),
  },
  indices: [{ name: 'uq_product_sku', columns: ['sku'], unique: true }],
});

export const ListingTable = new EntitySchema<Listing>({
  name: 'listing',
  columns: {
    productId: key(int()),
    channelId: key(int()),
    price: maybe(big()),
    externalId: maybe(text(64)),
    externalVariantId: maybe(text(64)),
    minPrice: maybe(big()),
    maxPrice: maybe(big()),
    updatedAt: big(),
  },
  indices: [
    { name: 'ix_listing_external', columns: ['channelId', 'externalId'] },
    { name: 'ix_listing_variant', columns: ['channelId', 'externalVariantId'] },
  ],
});

export const ChannelSkuTable = new EntitySchema<ChannelSku>({
  name: 'channel_sku',
  columns: {
    channelId: key(int()),
    channelSku: key(text(200)),
    productId: maybe(int()),
    updatedBy: text(128),
    updatedAt: big(),
  },
  indices: [{ name: 'ix_channel_sku_product', columns: ['productId'] }],
});

export const WaitingRowTable = new EntitySchema<WaitingRow>({
  name: 'waiting_row',
  columns: {
    kind: key(text(32)),
    rowKey: key(text(400)),
    channelId: int(),
    channelSku: text(200),
    sku: text(200),
    externalId: maybe(text(200)),
    name: maybe(text(500)),
    day: maybe(int()),
    units: int(),
    money: big(),
    body: longText(),
    importId: int(),
    seenAt: big(),
  },
  indices: [{ name: 'ix_waiting_row_channel', columns: ['channelId', 'channelSku'] }],
});

export const BasePriceTable = new EntitySchema<BasePrice>({
  name: 'base_price',
  columns: { productId: key(int()), channelId: key(int()), since: key(big()), price: big(), importId: maybe(int()) },
});

export const ProductCostTable = new EntitySchema<ProductCost>({
  name: 'product_cost',
  columns: { productId: key(int()), since: key(big()), cost: big() },
  withoutRowid: true,
});

export const FeeTable = new EntitySchema<Fee>({
  name: 'fee',
  columns: {
    id: id(),
    channelCode: text(64),
    category: maybe(text(200)),
    component: text(64),
    rateBp: int(),
    perOrder: big(),
    perItem: big(),
    capPerItem: maybe(big()),
    validFrom: int(),
    validTo: maybe(int()),
    source: text(500),
  },
});

/** A version of a channel's profiles; the newest is in force. */
export interface ProfileVersion {
  channelCode: string;
  version: number;
  profiles: DatedProfile[];
  note: string;
  createdBy: string;
  createdAt: Instant;
}

export const ChannelProfileTable = new EntitySchema<ProfileVersion>({
  name: 'channel_profile',
  columns: {
    channelCode: key(text(64)),
    version: key(int()),
    profiles: json(),
    note: text(1000),
    createdBy: text(128),
    createdAt: big(),
  },
});

export const CalendarWindowTable = new EntitySchema<CalendarWindow>({
  name: 'calendar_window',
  columns: {
    id: id(),
    kind: text(16),
    name: text(100),
    startsOn: int(),
    endsOn: int(),
    channels: maybe(json()),
    categories: maybe(json()),
    isApproximate: bool(),
    source: text(500),
    note: text(1000),
    revision: int(),
    updatedBy: text(128),
    updatedAt: big(),
  },
});

export const OrderLineTable = new EntitySchema<OrderLine>({
  name: 'order_line',
  columns: {
    orderId: key(text(64)),
    channelId: key(int()),
    lineId: key(text(100)),
    productId: int(),
    orderedAt: big(),
    day: int(),
    quantity: int(),
    unitPrice: big(),
    listPrice: maybe(big()),
    sellerDiscount: maybe(big()),
    status: text(16),
    returnedQuantity: int(),
    importId: int(),
  },
  indices: [
    { name: 'ix_order_line_product_day', columns: ['productId', 'day', 'channelId'] },
    { name: 'ix_order_line_import', columns: ['importId'] },
  ],
  withoutRowid: true,
});

export const DailySaleTable = new EntitySchema<DailySale>({
  name: 'daily_sale',
  columns: {
    productId: key(int()),
    day: key(int()),
    channelId: key(int()),
    units: int(),
    revenue: maybe(big()),
    unitsReturned: int(),
    discount: maybe(big()),
    isDerived: bool(),
  },
  withoutRowid: true,
});

export const ReceiptTable = new EntitySchema<Receipt>({
  name: 'receipt',
  columns: {
    productId: key(int()),
    day: key(int()),
    reference: key(text(100)),
    quantity: int(),
    unitCost: maybe(big()),
  },
  withoutRowid: true,
});

export const StockCountTable = new EntitySchema<StockCount>({
  name: 'stock_count',
  columns: { productId: key(int()), day: key(int()), location: key(text(100)), onHand: int() },
  withoutRowid: true,
});

export const CompetitorPriceTable = new EntitySchema<CompetitorPrice>({
  name: 'competitor_price',
  columns: {
    productId: key(int()),
    channelId: key(int()),
    day: key(int()),
    competitor: key(text(100)),
    price: big(),
    url: maybe(text(1000)),
  },
  withoutRowid: true,
});

export const ImportJobTable = new EntitySchema<ImportJob>({
  name: 'import_job',
  columns: {
    id: id(),
    kind: text(32),
    fileName: text(255),
    contentHash: maybe(text(64)),
    state: text(16),
    isDryRun: bool(),
    isPartial: bool(),
    createProducts: bool(),
    createChannels: bool(),
    reading: maybe(json()),
    path: maybe(text(1000)),
    bytesRead: big(),
    bytesTotal: big(),
    totals: json(),
    rejectedBy: json(),
    error: maybe(json()),
    notes: json(),
    createdBy: text(128),
    createdAt: big(),
    startedAt: maybe(big()),
    finishedAt: maybe(big()),
  },
  indices: [{ name: 'ix_import_job_state', columns: ['state'] }],
});

export const ImportRejectTable = new EntitySchema<ImportReject>({
  name: 'import_reject',
  columns: {
    importId: key(int()),
    position: key(int()),
    line: int(),
    columnName: maybe(text(64)),
    header: maybe(text(200)),
    value: maybe(text(500)),
    code: text(64),
    reason: text(1000),
    original: longText(),
  },
  withoutRowid: true,
});

export const ColumnMappingTable = new EntitySchema<RememberedMapping>({
  name: 'column_mapping',
  columns: {
    id: id(),
    fingerprint: text(40),
    kind: text(32),
    mapping: json(),
    name: text(255),
    createdBy: text(128),
    updatedAt: big(),
  },
  indices: [{ name: 'uq_column_mapping', columns: ['fingerprint', 'kind'], unique: true }],
});

export const UserTable = new EntitySchema<User>({
  name: 'app_user',
  columns: {
    id: id(),
    name: text(64),
    role: text(32),
    passwordHash: text(255),
    isActive: bool(),
    locale: text(8),
    createdAt: big(),
  },
  indices: [{ name: 'uq_app_user_name', columns: ['name'], unique: true }],
});

export const LoginSessionTable = new EntitySchema<LoginSession>({
  name: 'login_session',
  columns: {
    tokenHash: key(text(64)),
    userId: int(),
    createdAt: big(),
    lastSeenAt: big(),
    expiresAt: big(),
  },
  indices: [{ name: 'ix_login_session_user', columns: ['userId'] }],
});

export const ApiKeyTable = new EntitySchema<ApiKey>({
  name: 'api_key',
  columns: {
    id: id(),
    prefix: text(16),
    keyHash: text(64),
    name: text(100),
    scopes: json(),
    createdBy: text(128),
    createdAt: big(),
    lastUsedAt: maybe(big()),
    revokedAt: maybe(big()),
  },
  indices: [{ name: 'uq_api_key_hash', columns: ['keyHash'], unique: true }],
});

export const AuditTable = new EntitySchema<AuditEntry>({
  name: 'audit',
  columns: {
    id: id(),
    at: big(),
    actor: text(128),
    action: text(64),
    subject: text(255),
    detail: json(),
    ip: maybe(text(64)),
  },
  indices: [{ name: 'ix_audit_at', columns: ['at'] }],
});

export const IdempotentReplyTable = new EntitySchema<IdempotentReply>({
  name: 'idempotent_reply',
  columns: {
    actor: key(text(128)),
    idempotencyKey: key(text(128)),
    requestHash: text(64),
    status: maybe(int()),
    body: maybe(json()),
    createdAt: big(),
  },
  indices: [{ name: 'ix_idempotent_reply_created', columns: ['createdAt'] }],
});
