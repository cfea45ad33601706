/** Sales of one product on one channel: one row per day, in day order. */
export interface ChannelSales {
  day: number[];
  units: number[];
  /** NaN = not known. */
  revenue: number[];
  unitsReturned: number[];
}

/**
 * Splits the sales of a product, in day order over all channels, by channel.
 * @returns a map from channel id; a channel without sales is not in it
 */
export function splitByChannel(sales: {
  day: readonly number[];
  channelId: readonly number[];
  units: readonly number[];
  revenue: readonly number[];
  unitsReturned: readonly number[];
}): Map<number, ChannelSales> {
  const channels = new Map<number, ChannelSales>();
  let lastId = -1;
  let last: ChannelSales | undefined;
  for (let row = 0; row < sales.day.length; row++) {
    const id = sales.channelId[row]!;
    if (last === undefined || id !== lastId) {
      last = channels.get(id);
      if (last === undefined) channels.set(id, (last = { day: [], units: [], revenue: [], unitsReturned: [] }));
      lastId = id;
    }
    last.day.push(sales.day[row]!);
    last.units.push(sales.units[row]!);
    last.revenue.push(sales.revenue[row]!);
    last.unitsReturned.push(sales.unitsReturned[row]!);
  }
  return channels;
}
