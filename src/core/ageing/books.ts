import { assert, type Day } from '../units.js';

/** The layer of units that were sold before anybody knew of them. */
const UNFILLED = -1;
/** Slot kept free for returns whose sale nobody knows; it is the oldest layer. */
const STRAY = 0;

/**
 * The stock of one product as layers of receipt, first in first out, with the memory of what was sold from which layer.
 *
 * A small mutable machine for `replay`, which feeds it the movements in order of days. Columns instead of objects: a
 * year of a busy product makes no garbage but these arrays.
 */
export class Books {
  /** Units on hand; below 0 when more was sold than was known to be there. */
  onHand = 0;

  /** Layers in the order of their days. A layer that is sold out stays: a return may fill it again. */
  readonly receivedOn: number[] = [0];
  readonly quantity: number[] = [0];
  readonly unitCost: number[] = [NaN];
  readonly isAtLeast: boolean[] = [true];
  private hasStray = false;
  /** No layer before this one holds units. */
  private oldest = 0;

  /** Units sold, latest last; takes in a row from one layer are one. */
  private readonly takenFrom: number[] = [];
  private readonly takenUnits: number[] = [];

  /** Units arrive. What had been sold beyond stock is taken to have come from them, earliest sale first. */
  open(day: Day, quantity: number, unitCost: number, isAtLeast: boolean): void {
    const layer = this.receivedOn.push(day) - 1;
    const filled = Math.min(quantity, Math.max(0, -this.onHand));
    this.quantity.push(quantity - filled);
    this.unitCost.push(unitCost);
    this.isAtLeast.push(isAtLeast);
    this.onHand += quantity;
    if (filled > 0) this.fill(layer, filled);
  }

  /** Sells the oldest units; what goes beyond stock leaves a negative balance. */
  sell(units: number): void {
    const beyond = units - this.eat(units, true);
    if (beyond === 0) return;
    this.remember(UNFILLED, beyond);
    this.onHand -= beyond;
  }

  /** Loses the oldest units, never to be returned. At most what is on hand. */
  shrink(units: number): void {
    const eaten = this.eat(units, false);
    assert(eaten === units, 'no more can be lost than is on hand');
  }

  /** Puts returned units back where they were last taken from, latest sale first; tells how many had a known sale. */
  takeBack(units: number): number {
    let left = units;
    while (left > 0 && this.takenFrom.length > 0) {
      const last = this.takenFrom.length - 1;
      const layer = this.takenFrom[last]!;
      const back = Math.min(left, this.takenUnits[last]!);
      if (layer !== UNFILLED) {
        this.quantity[layer]! += back;
        if (layer < this.oldest) this.oldest = layer;
      }
      this.onHand += back;
      left -= back;
      this.takenUnits[last]! -= back;
      if (this.takenUnits[last] === 0) {
        this.takenFrom.pop();
        this.takenUnits.pop();
      }
    }
    return units - left;
  }

  /**
   * Takes in returned units whose sale nobody knows. They get the day of the oldest layer ever seen, else
   * `fallbackDay`, so that they never look newer than what is known; their age is "at least".
   */
  takeStray(units: number, fallbackDay: Day): void {
    assert(this.onHand >= 0, 'a negative balance is a known sale');
    if (!this.hasStray) {
      this.hasStray = true;
      this.receivedOn[STRAY] = this.receivedOn.length > 1 ? this.receivedOn[1]! : fallbackDay;
    }
    this.quantity[STRAY]! += units;
    this.onHand += units;
    this.oldest = STRAY;
  }

  /** Takes up to `units` of the oldest stock; tells how many there were. */
  private eat(units: number, isSale: boolean): number {
    let left = units;
    while (left > 0 && this.onHand > 0) {
      while (this.quantity[this.oldest] === 0) this.oldest++;
      const eaten = Math.min(left, this.quantity[this.oldest]!);
      this.quantity[this.oldest]! -= eaten;
      this.onHand -= eaten;
      left -= eaten;
      if (isSale) this.remember(this.oldest, eaten);
    }
    return units - left;
  }

  private remember(layer: number, units: number): void {
    const last = this.takenFrom.length - 1;
    if (this.takenFrom[last] === layer) {
      this.takenUnits[last]! += units;
    } else {
      this.takenFrom.push(layer);
      this.takenUnits.push(units);
    }
  }

  /** While the balance is negative all its units are the last take; the first of them now belong to `layer`. */
  private fill(layer: number, units: number): void {
    const last = this.takenFrom.length - 1;
    assert(this.takenFrom[last] === UNFILLED && this.takenUnits[last]! >= units, 'a negative balance is the last take');
    const left = this.takenUnits[last]! - units;
    this.takenFrom[last] = layer;
    this.takenUnits[last] = units;
    if (left > 0) this.remember(UNFILLED, left);
  }
}
