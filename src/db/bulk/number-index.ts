const FREE = -1;

/**
 * Gives each different key (a whole number from 0 to 2^53 - 1) a place 0, 1, 2 ... in the order of their coming. A hash table in
 * flat arrays: with a few hundred thousand keys four times as fast as a Map, and nothing for the collector to look at.
 */
export class NumberIndex {
  size = 0;
  private keys = new Float64Array(1_024).fill(FREE);
  private places = new Int32Array(1_024);

  /** The place of a key, or -1. */
  find(key: number): number {
    const slot = this.slotOf(key);
    return this.keys[slot] === FREE ? -1 : this.places[slot]!;
  }

  /** The place of a key, a new one (the last `size`) when it was not there. */
  add(key: number): number {
    const slot = this.slotOf(key);
    if (this.keys[slot] !== FREE) return this.places[slot]!;
    this.keys[slot] = key;
    this.places[slot] = this.size++;
    if (this.size * 2 > this.keys.length) this.grow();
    return this.size - 1;
  }

  sortedKeys(): Float64Array {
    return this.keys.filter((key) => key !== FREE).sort();
  }

  clear(): void {
    this.size = 0;
    this.keys.fill(FREE);
  }

  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    const low = key | 0;
    const high = (key / 4_294_967_296) | 0;
    let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b); // constants of MurmurHash3 and Knuth
    hash ^= hash >>> 15;
    let slot = hash & mask;
    while (this.keys[slot] !== FREE && this.keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { keys, places } = this;
    this.keys = new Float64Array(keys.length * 2).fill(FREE);
    this.places = new Int32Array(keys.length * 2);
    keys.forEach((key, slot) => {
      if (key === FREE) return;
      const moved = this.slotOf(key);
      this.keys[moved] = key;
      this.places[moved] = places[slot]!;
    });
  }
}
