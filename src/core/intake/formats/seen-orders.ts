/**
 * Which orders have been handed out already, in 16 bytes each and without their names: a set of 53-bit hashes.
 * Two of ten million orders have the same hash once in two hundred files.
 */
export class SeenOrders {
  private slots = new Float64Array(1_024);
  private count = 0;

  has(orderId: string): boolean {
    return this.slots[this.slotOf(hashOf(orderId))] !== 0;
  }

  add(orderId: string): void {
    this.put(hashOf(orderId));
    if (this.count * 2 < this.slots.length) return;
    const old = this.slots;
    this.slots = new Float64Array(old.length * 2);
    this.count = 0;
    for (const hash of old) if (hash !== 0) this.put(hash);
  }

  private put(hash: number): void {
    const slot = this.slotOf(hash);
    if (this.slots[slot] === 0) this.count++;
    this.slots[slot] = hash;
  }

  /** Where the hash stands, or the empty place where it would. */
  private slotOf(hash: number): number {
    const mask = this.slots.length - 1;
    let slot = (hash % 4_294_967_296) & mask;
    while (this.slots[slot] !== 0 && this.slots[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }
}

/** cyrb53: 53 bits that depend on every character; never 0. */
function hashOf(text: string): number {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 2_654_435_761);
    high = Math.imul(high ^ code, 1_597_334_677);
  }
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  return 4_294_967_296 * (high & 0x1f_ffff) + (low >>> 0) || 1;
}
