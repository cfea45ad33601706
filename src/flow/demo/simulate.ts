import { dayParts, type Day, type Money } from '../../core/units.js';
import type { OrderStatus } from '../../core/intake/records.js';
import { DEMO_CHANNELS, expectedLines, pricesOn, sum, type DemoPlan, type DemoProduct } from './plan.js';
import { Random } from '../../core/simulation/random.js';

export interface DemoOrderLine {
  orderId: string;
  lineId: number;
  day: Day;
  /** Minutes since midnight in the shop's zone. */
  minute: number;
  channel: number;
  product: number;
  quantity: number;
  unitPrice: Money;
  listPrice: Money;
  /** Shop's voucher on the line, 0 mostly. */
  sellerDiscount: Money;
  status: OrderStatus;
  returnedQuantity: number;
}

export interface DemoReceipt {
  day: Day;
  product: number;
  quantity: number;
  unitCost: Money | null;
  reference: string;
}

export interface DemoCount {
  day: Day;
  product: number;
  onHand: number;
}

/** The books of one product as the simulation runs: layers (oldest first), their sum and what comes. */
export interface DemoStock {
  layers: { receivedOn: Day; quantity: number }[];
  onHand: number;
  incoming: { on: Day; quantity: number }[];
  sold: number;
  daysOutOfStock: number;
}

export interface DemoHistory {
  lines: DemoOrderLine[];
  receipts: DemoReceipt[];
  counts: DemoCount[];
  stocks: DemoStock[];
}

const CANCELLED = 0.02;
const RETURNED = 0.015;
const PENDING_ON_LAST_DAY = 0.25;
const VOUCHER = 0.015;
/** The next wish of the day on this channel goes into the same basket. */
const JOINS_BASKET = 0.28;
/** The counter sells on although the books say that nothing is left. */
const NEGATIVE_SINCE_DAYS = 15;
const ORDER_PREFIX = ['SHP', 'TKP', 'TTS', 'WEB', 'POS'];

/**
 * Plays the plan day by day: deliveries, orders as long as there is stock, a count each Sunday, reorders.
 * A return is booked on the day of its sale, for the order files tell no other day.
 */
export function simulateDemoShop(plan: DemoPlan): DemoHistory {
  const shop = new Shop(plan);
  for (let day = plan.firstDay; day <= plan.asOf; day++) shop.play(day);
  return shop.history;
}

interface Basket {
  orderId: string;
  minute: number;
  status: OrderStatus;
  products: Set<number>;
}

class Shop {
  readonly history: DemoHistory;
  private readonly demand: Random;
  private readonly supply: Random;
  private readonly partners = new Map<number, { partner: number; probability: number }>();
  /** What the buyer expects to sell, sales as a pair's partner included. */
  private readonly unitsPerDay: number[];
  private orderNumber = 0;
  /** Units that left today less those that came back. */
  private readonly soldToday: Int32Array;
  private readonly returnedToday: Int32Array;

  constructor(private readonly plan: DemoPlan) {
    this.demand = new Random(plan.seed, 2);
    this.supply = new Random(plan.seed, 3);
    this.soldToday = new Int32Array(plan.products.length);
    this.returnedToday = new Int32Array(plan.products.length);
    const linesPerDay = plan.products.map((product) => sum(product.linesPerDay));
    for (const { seller, partner, probability } of plan.pairs) {
      this.partners.set(seller, { partner, probability });
      linesPerDay[partner]! += probability * sum(plan.products[seller]!.linesPerDay);
    }
    this.unitsPerDay = plan.products.map((product, index) => linesPerDay[index]! * product.unitsPerLine);
    const stocks = plan.products.map(() => ({ layers: [], onHand: 0, incoming: [], sold: 0, daysOutOfStock: 0 }));
    this.history = { lines: [], receipts: [], counts: [], stocks };
  }

  play(day: Day): void {
    this.plan.products.forEach((product, index) => this.receive(product, index, day));
    this.sell(day);
    this.plan.products.forEach((product, index) => {
      this.close(product, index, day);
      this.reorder(product, index, day);
    });
  }

  private receive(product: DemoProduct, index: number, day: Day): void {
    const stock = this.history.stocks[index]!;
    let quantity = sum(stock.incoming.map((delivery) => (delivery.on === day ? delivery.quantity : 0)));
    stock.incoming = stock.incoming.filter((delivery) => delivery.on > day);
    if (day === product.entersOn && !product.isOpenedByCount) quantity += product.openingQuantity;
    if (day === product.restock?.on) quantity += product.restock.quantity;
    if (quantity === 0) return;
    // Costs crept up by 5 % over the history.
    const age = (this.plan.asOf - day) / (this.plan.asOf - this.plan.firstDay);
    const unitCost = product.isCostKnown ? Math.round((product.cost * (1 - 0.05 * age)) / 50) * 50 : null;
    const reference = `PO-${String(day - this.plan.firstDay + 1).padStart(3, '0')}-${product.sku.slice(0, 2)}`;
    this.history.receipts.push({ day, product: index, quantity, unitCost, reference });
    stock.layers.push({ receivedOn: day, quantity });
    stock.onHand += quantity;
  }

  private sell(day: Day): void {
    const wishes: { channel: number; product: number }[] = [];
    this.plan.products.forEach((product, index) => {
      if (product.isOpenedByCount && day === product.entersOn) return; // on sale once it was counted
      DEMO_CHANNELS.forEach((_, channel) => {
        for (let n = this.demand.poisson(expectedLines(product, channel, day)); n > 0; n--)
          wishes.push({ channel, product: index });
      });
    });
    const open: (Basket | null)[] = DEMO_CHANNELS.map(() => null);
    for (const { channel, product } of this.demand.shuffled(wishes)) {
      let basket = open[channel] ?? null;
      if (basket === null || basket.products.has(product) || !this.demand.chance(JOINS_BASKET))
        basket = this.newBasket(channel, day);
      open[channel] = basket;
      if (!this.addLine(basket, channel, product, day)) continue;
      const pair = this.partners.get(product);
      if (pair !== undefined && !basket.products.has(pair.partner) && this.demand.chance(pair.probability)) {
        this.addLine(basket, channel, pair.partner, day);
      }
    }
  }

  private newBasket(channel: number, day: Day): Basket {
    const isPending = day === this.plan.asOf && channel < 4 && this.demand.chance(PENDING_ON_LAST_DAY);
    const status = isPending ? 'pending' : this.demand.chance(CANCELLED) ? 'cancelled' : 'sold';
    const { year, month, dayOfMonth } = dayParts(day);
    const stamp = String((year % 100) * 10_000 + month * 100 + dayOfMonth).padStart(6, '0');
    this.orderNumber++;
    const orderId = `${ORDER_PREFIX[channel]}-${stamp}-${String(this.orderNumber).padStart(6, '0')}`;
    return { orderId, minute: this.demand.whole(7 * 60, 22 * 60 + 59), status, products: new Set() };
  }

  /** False when there is no stock for it. */
  private addLine(basket: Basket, channel: number, index: number, day: Day): boolean {
    const product = this.plan.products[index]!;
    const stock = this.history.stocks[index]!;
    const prices = pricesOn(product, channel, day);
    if (prices === null || day < product.entersOn) return false;
    const isOversold = product.role === 'negative' && day > this.plan.asOf - NEGATIVE_SINCE_DAYS;
    const left = isOversold ? 12 : stock.onHand - this.soldToday[index]!;
    const quantity = Math.min(left, this.drawQuantity(product));
    if (quantity <= 0) return false;
    basket.products.add(index);
    const line: DemoOrderLine = {
      orderId: basket.orderId,
      lineId: basket.products.size,
      day,
      minute: basket.minute,
      channel,
      product: index,
      quantity,
      unitPrice: prices.asked,
      listPrice: prices.list,
      sellerDiscount:
        channel < 3 && this.demand.chance(VOUCHER) ? Math.round((prices.asked * quantity) / 20 / 100) * 100 : 0,
      status: basket.status,
      returnedQuantity: 0,
    };
    this.history.lines.push(line);
    if (basket.status !== 'sold') return true;
    this.soldToday[index]! += quantity;
    // Only what sold before can come back to the layer that it came from.
    if (stock.sold >= quantity && this.demand.chance(RETURNED)) {
      line.returnedQuantity = this.demand.whole(1, quantity);
      if (line.returnedQuantity === quantity) line.status = 'returned';
      this.returnedToday[index]! += line.returnedQuantity;
    }
    return true;
  }

  private drawQuantity(product: DemoProduct): number {
    const u = this.demand.unit();
    if (product.unitsPerLine < 1.5) return u < 0.9 ? 1 : u < 0.98 ? 2 : 3; // mean 1.12
    return u < 0.55 ? 1 : u < 0.8 ? 2 : u < 0.92 ? 3 : u < 0.98 ? 5 : 10; // mean 1.91
  }

  /** Books the day's sales and, on Sundays, the count. */
  private close(product: DemoProduct, index: number, day: Day): void {
    const stock = this.history.stocks[index]!;
    stock.sold += this.soldToday[index]!;
    this.take(stock, this.soldToday[index]! - this.returnedToday[index]!);
    this.soldToday[index] = 0;
    this.returnedToday[index] = 0;
    if (product.isOpenedByCount && day === product.entersOn) {
      this.count(stock, index, day, product.openingQuantity, product.firstStockedOn ?? day);
    } else if (dayParts(day).weekday === 7 && day >= product.entersOn && product.role !== 'negative') {
      const missing = product.shrinkage?.on === day ? Math.min(product.shrinkage.units, stock.onHand) : 0;
      if (product.shrinkage?.on === day) product.shrinkage.units = missing;
      this.count(stock, index, day, stock.onHand - missing);
    }
    if (stock.onHand <= 0 && day >= product.entersOn) stock.daysOutOfStock++;
  }

  private count(stock: DemoStock, index: number, day: Day, onHand: number, foundOn = day): void {
    this.history.counts.push({ day, product: index, onHand });
    if (onHand > stock.onHand) {
      stock.layers.push({ receivedOn: foundOn, quantity: onHand - stock.onHand });
      stock.onHand = onHand;
    } else this.take(stock, stock.onHand - onHand);
  }

  /** First in, first out. Beyond the layers the books go below zero. */
  private take(stock: DemoStock, units: number): void {
    stock.onHand -= units;
    let rest = units;
    while (rest > 0 && stock.layers.length > 0) {
      const oldest = stock.layers[0]!;
      const taken = Math.min(rest, oldest.quantity);
      oldest.quantity -= taken;
      rest -= taken;
      if (oldest.quantity === 0) stock.layers.shift();
    }
  }

  /** Small and frequent orders: what is healthy does not grow old. */
  private reorder(product: DemoProduct, index: number, day: Day): void {
    const stock = this.history.stocks[index]!;
    if (!product.isReplenished || day < product.entersOn) return;
    if (product.role === 'negative' && day > this.plan.asOf - NEGATIVE_SINCE_DAYS - 20) return;
    if (product.supplyGap !== null && day >= product.supplyGap.from && day <= product.supplyGap.to) return;
    const perDay = this.unitsPerDay[index]!;
    const available = stock.onHand + sum(stock.incoming.map((delivery) => delivery.quantity));
    if (available > perDay * 7) return;
    const pack = perDay >= 3 ? 6 : 1;
    const quantity = Math.ceil(Math.max(2, perDay * 15 - available) / pack) * pack;
    stock.incoming.push({ on: day + this.supply.whole(2, 5), quantity });
  }
}
