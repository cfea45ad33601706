import { FULL_BP, type Money } from '../units.js';
import type { Dice } from './dice.js';
import { AFTER_DAYS, CHANNELS, holdingPerDay, SALVAGE_BP } from './game.js';
import { orderFor, recentOf } from './restock.js';
import { apply, endOver, openStall, receive, type Pricer, type Stall } from './stall.js';
import { sellDay } from './till.js';
import { totalDays, type TrueProduct, type World } from './world.js';

/** How a game went; money not rounded, days from the end of the warm-up on. */
export interface GameResult {
  pricer: string;
  profit: number;
  revenue: number;
  /** What customers paid less than the base price. */
  discount: number;
  units: number;
  /** Average over the days of the value, at cost, of units older than 30 days. */
  staleValue: number;
  /** By day: profit so far with stock at cost, stale value at the close. */
  path: { worth: Float64Array; stale: Float64Array };
  byProduct: ProductAccount[];
}

/** Where a product's money went. Units bought include those on hand at the start, which are charged at cost. */
export interface ProductAccount {
  id: number;
  bought: number;
  sold: number;
  left: number;
  net: number;
  discount: number;
  holding: number;
  /** What is left is worth at the end. */
  salvage: number;
  staleUnitDays: number;
  profit: number;
}

const STALE_DAYS = 30;

/** Of the buyers of a product with a voucher, those who see and use it. */
const VOUCHER_SHARE = 0.3;

/** Plays one shop under one way of pricing. */
export function play(world: World, dice: Dice, pricer: Pricer, voucherShare = VOUCHER_SHARE): GameResult {
  const { warmUpDays, days } = world.size;
  const stalls = world.products.map((product) => openStall(product, totalDays(world.size)));
  const accounts = world.products.map(({ id }) => emptyAccount(id));
  const path = { worth: new Float64Array(days), stale: new Float64Array(days) };
  let revenue = 0;

  for (let t = 0; t < totalDays(world.size); t++) {
    const counts = t >= warmUpDays;
    stalls.forEach((stall, i) => {
      if (t === warmUpDays) accounts[i]!.bought += stall.onHand;
      const came = receive(stall, world.products[i]!, t);
      if (counts) accounts[i]!.bought += came;
      endOver(stall, t);
    });
    if (counts) for (const move of pricer.morning(t, stalls)) apply(stalls[move.product]!, move, t);
    stalls.forEach((stall, i) => {
      const product = world.products[i]!;
      stall.past.had[t] = stall.onHand > 0 ? 1 : 0;
      const sold = sellDay(world, dice, i, stall, t, voucherShare);
      stall.past.sold[t] = sold.units;
      const position = stall.onHand + stall.onOrder.reduce((sum, { quantity }) => sum + quantity, 0);
      const recent = recentOf(stall.past, t);
      const order = Math.ceil(orderFor(product, t, position, recent.units, recent.stockDays));
      if (order > 0) stall.onOrder.push({ on: t + product.restock!.leadDays, quantity: order });
      if (!counts) return;
      const account = accounts[i]!;
      account.sold += sold.units;
      account.net += sold.net;
      account.discount += sold.discount;
      account.holding += holdingPerDay(stall.onHand * product.cost);
      const stale = staleUnits(stall, t);
      account.staleUnitDays += stale;
      revenue += sold.revenue;
      path.stale[t - warmUpDays]! += stale * product.cost;
      path.worth[t - warmUpDays]! += account.net - account.holding - (account.bought - stall.onHand) * product.cost;
    });
  }
  stalls.forEach((stall, i) => closeAccount(accounts[i]!, world.products[i]!, stall, totalDays(world.size)));
  const sum = (value: (account: ProductAccount) => number): number =>
    accounts.reduce((total, account) => total + value(account), 0);
  return {
    pricer: pricer.name,
    profit: sum(({ profit }) => profit),
    revenue,
    discount: sum(({ discount }) => discount),
    units: sum(({ sold }) => sold),
    staleValue: path.stale.reduce((a, b) => a + b, 0) / days,
    path,
    byProduct: accounts,
  };
}

/** Units that the days after the end would sell at base price, were there enough. */
export function soldAfter(rates: Float64Array, end: number): number {
  let units = 0;
  for (let at = end * CHANNELS.length; at < (end + AFTER_DAYS) * CHANNELS.length; at++) units += rates[at]!;
  return units;
}

/** What is left is worth its cost as far as the days after the end would sell it, else what a clearer pays. */
export function worthAtEnd(cost: Money, left: number, after: number): number {
  const soon = Math.min(left, after);
  return cost * (soon + ((left - soon) * SALVAGE_BP) / FULL_BP);
}

function closeAccount(account: ProductAccount, product: TrueProduct, stall: Stall, end: number): void {
  account.left = stall.onHand;
  account.salvage = worthAtEnd(product.cost, stall.onHand, soldAfter(product.rates, end));
  account.profit = account.net - account.bought * product.cost - account.holding + account.salvage;
}

function emptyAccount(id: number): ProductAccount {
  return {
    id,
    ...{ bought: 0, sold: 0, left: 0, net: 0, discount: 0, holding: 0, salvage: 0, staleUnitDays: 0, profit: 0 },
  };
}

function staleUnits({ layers }: Stall, t: number): number {
  let units = 0;
  for (const { since, quantity } of layers) if (t - since > STALE_DAYS) units += quantity;
  return units;
}
