import { netRevenue } from '../pricing/fees.js';
import type { Money } from '../units.js';
import { binomialAt, poissonAt, type Dice } from './dice.js';
import { CHANNELS, dayAt } from './game.js';
import type { Stall } from './stall.js';
import type { World } from './world.js';

/** What a day brought; money not rounded away: prices are whole. */
export interface Takings {
  units: number;
  revenue: number;
  net: number;
  discount: number;
}

/** The day's customers, channel by channel; who comes first changes from day to day. */
export function sellDay(world: World, dice: Dice, i: number, stall: Stall, t: number, voucherShare: number): Takings {
  const { elasticity, rates, basePrice, category } = world.products[i]!;
  const takings: Takings = { units: 0, revenue: 0, net: 0, discount: 0 };
  const terms = world.terms.get(category)!;
  const { sales } = stall.history;
  const week = dice.weeks[i]![Math.floor(t / 7)]!;
  const units: number[] = [0, 0, 0];
  const paid: number[] = [0, 0, 0];
  const take = (k: number, wanted: number, price: Money): void => {
    const count = Math.min(wanted, stall.onHand);
    if (count === 0) return;
    stall.onHand -= count;
    takings.units += count;
    takings.revenue += count * price;
    takings.net += count * netRevenue(price, terms[k]!.sale);
    takings.discount += count * (basePrice - price);
    units[k]! += count;
    paid[k]! += count * price;
    eatOldest(stall.layers, count);
  };
  for (let turn = 0; turn < CHANNELS.length && stall.onHand > 0; turn++) {
    const k = (t + turn) % CHANNELS.length;
    const at = t * CHANNELS.length + k;
    const { price, voucher } = stall.asked[k]!;
    const perDay = rates[at]! * week;
    const paying = perDay * (price / basePrice) ** elasticity * (voucher === null ? 1 : 1 - voucherShare);
    const redeeming = voucher === null ? 0 : perDay * (voucher / basePrice) ** elasticity * voucherShare;
    const wanted = poissonAt(dice.luck[i]![at]!, paying + redeeming);
    const redeemed =
      redeeming === 0 ? 0 : binomialAt(dice.voucherLuck[i]![at]!, wanted, redeeming / (paying + redeeming));
    if (voucher !== null) take(k, redeemed, voucher);
    take(k, wanted - redeemed, price);
  }
  take(0, dice.wholesale[i]!.get(t) ?? 0, stall.asked[0]!.price);
  units.forEach((count, k) => {
    if (count === 0) return;
    sales.day.push(dayAt(t));
    sales.channelId.push(CHANNELS[k]!.id);
    sales.units.push(count);
    sales.revenue.push(paid[k]!);
    sales.unitsReturned.push(0);
  });
  return takings;
}

function eatOldest(layers: Stall['layers'], count: number): void {
  for (let rest = count; rest > 0;) {
    const oldest = layers[0]!;
    const eaten = Math.min(rest, oldest.quantity);
    oldest.quantity -= eaten;
    rest -= eaten;
    if (oldest.quantity === 0) layers.shift();
  }
}
