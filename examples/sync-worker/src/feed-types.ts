// Written by generate.mjs from the OpenAPI document of the server. Do not edit.

export type AckItem = {
  /** Of the entry. */
  id: number;
  revision: number;
  /** `unknown`: nobody knows whether the channel took it, as after a time-out. */
  status: 'applied' | 'rejected' | 'skipped' | 'reverted' | 'unknown';
  /** The channel's own error code. */
  code?: string;
  message?: string;
  /** What the channel shows now, in the smallest unit. */
  appliedPrice?: number;
  /** When it was done; left out: now. */
  at?: string;
};

export type AckResults = {
  accepted: number;
  refused: number;
  items: Array<{
    id: number;
    revision: number;
    ok: boolean;
    code: string | null;
    message: string | null;
    currentRevision: number | null;
  }>;
  /** Outcome unknown: report what the channel shows (POST current-prices) before anything is sent again. */
  reportPrices: Array<{
    sku: string;
    externalId: string | null;
    externalVariantId: string | null;
    entryId: number;
  }>;
};

export type Acks = {
  items: Array<AckItem>;
};

export type CurrentPrice = {
  sku?: string;
  /** The channel's own id, instead of `sku`. */
  externalId?: string;
  externalVariantId?: string;
  /** What a buyer sees on the channel, in the smallest unit. */
  price: number;
  /** When it was seen; left out: now. */
  at?: string;
};

export type CurrentPriceResults = {
  accepted: number;
  refused: number;
  /** Of the accepted ones. */
  drifted: number;
  items: Array<{
    /** null: no product was found. */
    sku: string | null;
    ok: boolean;
    code: string | null;
    message: string | null;
    drift: 'not-applied' | 'outside-edit' | null;
    /** What we believe that the channel shows, where it shows something else. */
    ours: number | null;
  }>;
};

export type CurrentPrices = {
  items: Array<CurrentPrice>;
};

export type FeedEntry = {
  id: number;
  /** Grows with every change of the entry; name it in the acknowledgement. */
  revision: number;
  action: 'set' | 'withdraw' | 'ended';
  /** Why it stopped; null for `set`. */
  reason: 'over' | 'replaced' | 'restored' | 'undone' | 'accepted' | null;
  kind: 'discount' | 'voucher' | 'bundle' | 'base';
  sku: string;
  externalId: string | null;
  externalVariantId: string | null;
  /** In the smallest unit (`scale` decimals). Bundle: of the pair. Voucher: what its holder pays. */
  price: number;
  listPrice: number;
  currency: string;
  scale: number;
  discountBp: number;
  voucher: {
    percentBp: number | null;
    amount: number | null;
    minSpend: number | null;
    maxDiscount: number | null;
    quota: number | null;
  } | null;
  bundle: {
    partnerSku: string;
    partnerPrice: number;
    discountBp: number;
    bundlePrice: number;
    listSum: number;
  } | null;
  /** Inclusive. */
  startsAt: string;
  /** Exclusive; null: open (a return to the base price). */
  endsAt: string | null;
  /** Buyers must not see the price earlier. */
  notBefore: string;
  /** Not applied by then: do not apply it any more. */
  expiresAt: string;
  /** Who ends it: the channel by itself, or the job. */
  revert: 'nativeEnd' | 'restorePrice';
  /** What to put back; null where the list price was left alone. */
  revertPrice: number | null;
  /** What the channel should show before; else tell it as drift. */
  expectedCurrentPrice: number | null;
  /** Lowest effective price of the 30 days before the reduction began. */
  lowestPrice30: number | null;
  decision: {
    by: string;
    /** ISO 8601 with offset */
    at: string;
  };
};

export type PriceChanges =
  | {
      status: 'ok';
      channel: string;
      entries: Array<{
        id: number;
        /** Grows with every change of the entry; name it in the acknowledgement. */
        revision: number;
        action: 'set' | 'withdraw' | 'ended';
        /** Why it stopped; null for `set`. */
        reason: 'over' | 'replaced' | 'restored' | 'undone' | 'accepted' | null;
        kind: 'discount' | 'voucher' | 'bundle' | 'base';
        sku: string;
        externalId: string | null;
        externalVariantId: string | null;
        /** In the smallest unit (`scale` decimals). Bundle: of the pair. Voucher: what its holder pays. */
        price: number;
        listPrice: number;
        currency: string;
        scale: number;
        discountBp: number;
        voucher: {
          percentBp: number | null;
          amount: number | null;
          minSpend: number | null;
          maxDiscount: number | null;
          quota: number | null;
        } | null;
        bundle: {
          partnerSku: string;
          partnerPrice: number;
          discountBp: number;
          bundlePrice: number;
          listSum: number;
        } | null;
        /** Inclusive. */
        startsAt: string;
        /** Exclusive; null: open (a return to the base price). */
        endsAt: string | null;
        /** Buyers must not see the price earlier. */
        notBefore: string;
        /** Not applied by then: do not apply it any more. */
        expiresAt: string;
        /** Who ends it: the channel by itself, or the job. */
        revert: 'nativeEnd' | 'restorePrice';
        /** What to put back; null where the list price was left alone. */
        revertPrice: number | null;
        /** What the channel should show before; else tell it as drift. */
        expectedCurrentPrice: number | null;
        /** Lowest effective price of the 30 days before the reduction began. */
        lowestPrice30: number | null;
        decision: {
          by: string;
          /** ISO 8601 with offset */
          at: string;
        };
        /** The place just after this change. */
        cursor: string;
      }>;
      /** Pass it as `after` next time; also when nothing came. */
      next: string | null;
      hasMore: boolean;
      /** Outcome unknown: report what the channel shows (POST current-prices) before anything is sent again. */
      reportPrices: Array<{
        sku: string;
        externalId: string | null;
        externalVariantId: string | null;
        entryId: number;
      }>;
    }
  | {
      status: 'hold';
      channel: string;
      reason: string | null;
      entries: Array<FeedEntry>;
      next: string | null;
      hasMore: false;
      /** Outcome unknown: report what the channel shows (POST current-prices) before anything is sent again. */
      reportPrices: Array<{
        sku: string;
        externalId: string | null;
        externalVariantId: string | null;
        entryId: number;
      }>;
    };

export type PriceSnapshot =
  | {
      status: 'ok';
      channel: string;
      entries: Array<{
        id: number;
        /** Grows with every change of the entry; name it in the acknowledgement. */
        revision: number;
        action: 'set' | 'withdraw' | 'ended';
        /** Why it stopped; null for `set`. */
        reason: 'over' | 'replaced' | 'restored' | 'undone' | 'accepted' | null;
        kind: 'discount' | 'voucher' | 'bundle' | 'base';
        sku: string;
        externalId: string | null;
        externalVariantId: string | null;
        /** In the smallest unit (`scale` decimals). Bundle: of the pair. Voucher: what its holder pays. */
        price: number;
        listPrice: number;
        currency: string;
        scale: number;
        discountBp: number;
        voucher: {
          percentBp: number | null;
          amount: number | null;
          minSpend: number | null;
          maxDiscount: number | null;
          quota: number | null;
        } | null;
        bundle: {
          partnerSku: string;
          partnerPrice: number;
          discountBp: number;
          bundlePrice: number;
          listSum: number;
        } | null;
        /** Inclusive. */
        startsAt: string;
        /** Exclusive; null: open (a return to the base price). */
        endsAt: string | null;
        /** Buyers must not see the price earlier. */
        notBefore: string;
        /** Not applied by then: do not apply it any more. */
        expiresAt: string;
        /** Who ends it: the channel by itself, or the job. */
        revert: 'nativeEnd' | 'restorePrice';
        /** What to put back; null where the list price was left alone. */
        revertPrice: number | null;
        /** What the channel should show before; else tell it as drift. */
        expectedCurrentPrice: number | null;
        /** Lowest effective price of the 30 days before the reduction began. */
        lowestPrice30: number | null;
        decision: {
          by: string;
          /** ISO 8601 with offset */
          at: string;
        };
        state: 'scheduled' | 'live';
        /** A price that somebody put on the channel instead, and of which the owner has not decided: leave it. */
        outsideEdit: number | null;
      }>;
      /** Cursor of the next page; null on the last. */
      next: string | null;
      /** Read changes after this one. With several pages: the one of the first page. */
      cursor: string;
    }
  | {
      status: 'hold';
      channel: string;
      reason: string | null;
      entries: Array<FeedEntry>;
      next: null;
      cursor: null;
    };
