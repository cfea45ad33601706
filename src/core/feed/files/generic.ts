import type { TableFormat } from './format.js';
import { plainAmount, plainInstant } from './line.js';

/**
 * Everything that is to be done on a channel, offers of every kind, for people who do it by hand and for programs of their
 * own. `status` and `message` are empty: filled in, the file is its own acknowledgement.
 */
export const generic: TableFormat = {
  name: 'generic',
  madeFrom: null,
  extension: 'csv',
  kinds: ['discount', 'voucher', 'bundle', 'base'],
  hasWindow: false,
  isWhole: false,
  columns: [
    ...['entry', 'revision', 'action', 'kind', 'sku', 'channel_id', 'channel_variant_id'],
    ...['price', 'base_price', 'currency', 'starts_at', 'ends_at'],
    ...['voucher_percent', 'voucher_amount', 'voucher_min_spend', 'voucher_max_discount', 'voucher_quota'],
    ...['bundle_partner_sku', 'bundle_price', 'status', 'message'],
  ],
  rows(line, { scale, currency, clock }) {
    const { voucher, bundle } = line.offer;
    const money = (amount: number | null | undefined): string => (amount == null ? '' : plainAmount(amount, scale));
    const isSet = line.action === 'set';
    const row = [
      ...[String(line.entryId), String(line.revision), line.action, line.kind, line.sku],
      ...[line.externalId ?? '', line.externalVariantId ?? ''],
      ...[money(line.price), money(line.basePrice), currency, isSet ? plainInstant(line.startsAt, clock) : ''],
      isSet && line.endsAt !== null ? plainInstant(line.endsAt, clock) : '',
      voucher?.percentBp == null ? '' : String(voucher.percentBp / 100),
      ...[money(voucher?.amount), money(voucher?.minSpend), money(voucher?.maxDiscount)],
      voucher?.quota == null ? '' : String(voucher.quota),
      ...[bundle?.partnerSku ?? '', money(bundle?.bundlePrice), '', ''],
    ];
    return [row];
  },
};
