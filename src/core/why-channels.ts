import type { ChannelWhy, LeftAlone } from './approval/suggestion.js';
import { formatMoney, inBoth, type Locale } from './pricing/money-text.js';
import type { OfferContext } from './pricing/offer.js';
import { expectedOf, profitOf, stockOf } from './pricing/product-stock.js';
import { sellingNow, sellingUnder, type Selling } from './pricing/selling.js';
import type { HoldParams } from './rules/rule.js';
import { numberFact, textFact } from './sheet.js';
import type { Money } from './units.js';
import type { ProductVerdict } from './verdict.js';

/** How each channel with a known price sells when everything that is proposed is approved; null: no price is known. */
export function sellingsOf({ contexts, verdicts }: ProductVerdict): (Selling | null)[] {
  return contexts.map((context, i) => {
    if (context === null) return null;
    const { offer } = verdicts[i]!;
    return offer === null ? sellingNow(context) : sellingUnder(offer.proposal, context);
  });
}

/**
 * All channels of a product as the plan has them: what each is to ask, sell and earn over the policy's horizon, and why one
 * is left alone. What one more unit in stock would be worth beside them.
 */
export function channelsOf(product: ProductVerdict): { channels: ChannelWhy[]; shadowPrice: Money | null } {
  const { sheet, first, contexts, verdicts } = product;
  const known = contexts.find((context) => context !== null) ?? null;
  if (known === null) return { channels: [], shadowPrice: null };
  const sellings = sellingsOf(product);
  const stock = stockOf(known);
  const selling = sellings.filter((each) => each !== null);
  const expected = expectedOf(stock, selling, known.outlook.horizonDays);
  let place = 0;
  const channels = contexts.map((context, i): ChannelWhy => {
    const offer = verdicts[i]!.offer;
    const own = sellings[i]!;
    const units = context === null ? null : expected.units[place++]!;
    return {
      channel: textFact(sheet, first + i, 'channel.code') ?? '',
      kind: offer?.proposal.kind ?? null,
      price: offer?.proposal.price ?? context?.currentPrice ?? null,
      currentPrice: numberFact(sheet, first + i, 'channel.price'),
      expectedUnits: units === null ? null : Math.round(units * 100) / 100,
      profit: units === null || stock.cost === null ? null : Math.round(units * (own!.net - stock.cost)) + 0,
      leftAlone: offer === null ? leftAlone(product, i, sellings) : null,
    };
  });
  return { channels, shadowPrice: expected.unitWorth === null ? null : Math.round(expected.unitWorth) + 0 };
}

/** Why a channel keeps its price. */
function leftAlone(product: ProductVerdict, i: number, sellings: readonly (Selling | null)[]): LeftAlone {
  const { resolution, silent } = product.verdicts[i]!;
  const { hold } = resolution;
  if (hold !== null) {
    const { reason } = hold.event.params as HoldParams;
    return { code: 'held', sentence: { id: `Ditahan: ${reason}.`, en: `On hold: ${reason}.` } };
  }
  if (silent === null) return { code: 'no-rule', sentence: SAID['no-rule']! };
  if (silent.reason === 'left-alone') return byTheFigures(product, i, sellings);
  return { code: silent.reason, sentence: silent.trace?.sentence ?? SAID[silent.reason] ?? SAID['no-rule']! };
}

const SAID: Record<string, { id: string; en: string }> = {
  'no-rule': { id: 'Tidak ada aturan yang meminta harga lain di sini.', en: 'No rule asks for another price here.' },
  'no-price': { id: 'Harga di kanal ini tidak diketahui.', en: 'The price on this channel is not known.' },
  'price-range': {
    id: 'Harga di kanal ini nol atau terlalu besar untuk dihitung.',
    en: 'The price on this channel is zero, or too large to compute with.',
  },
  'held-out': {
    id: 'Produk ini dibiarkan tanpa usulan sebagai pembanding.',
    en: 'The product is kept without suggestions, to compare with.',
  },
  'approved-already': {
    id: 'Tawaran seperti ini sudah disetujui dan masih berjalan.',
    en: 'Such an offer is approved already and still runs.',
  },
};

/** The plan chose the present price: what the best of the offers that the rule allows would lose. */
function byTheFigures(product: ProductVerdict, i: number, sellings: readonly (Selling | null)[]): LeftAlone {
  const context = product.contexts[i]!;
  const days = product.clearWithinDays!;
  const stock = stockOf(context);
  if (stock.onHand === 0) {
    return { code: 'no-stock', sentence: { id: 'Tidak ada stok untuk dijual.', en: 'There is no stock to sell.' } };
  }
  const worth = (own: Selling): number | null =>
    profitOf(
      stock,
      sellings.map((each, c) => (c === i ? own : each)).filter((each) => each !== null),
      days,
    );
  const planned = worth(sellings[i]!);
  const options = product.settled[i]!.options;
  let best: { price: Money; profit: number } | null = null;
  for (const option of options) {
    const profit = worth(sellingUnder(option, context));
    if (profit !== null && (best === null || profit > best.profit)) best = { price: option.price, profit };
  }
  const loss = planned === null || best === null ? 0 : Math.round(planned - best.profit);
  if (best !== null && loss > 0) return { code: 'cut-loses', sentence: losing(context, best.price, loss, days) };
  const sentence = {
    id: `Stok habis dalam ${days} hari tanpa potongan di sini.`,
    en: `The stock clears within ${days} days without a cut here.`,
  };
  return { code: 'clears-without', sentence };
}

function losing({ currency }: OfferContext, price: Money, loss: Money, days: number): { id: string; en: string } {
  const money = (amount: Money, l: Locale): string => formatMoney(amount, currency.code, currency.scale, l);
  return inBoth((l) =>
    l === 'id'
      ? `Potongan di sini, paling baik ke ${money(price, l)}, menghasilkan ${money(loss, l)} lebih sedikit dalam ${days} hari.`
      : `A cut here, at best to ${money(price, l)}, would earn ${money(loss, l)} less over ${days} days.`,
  );
}
