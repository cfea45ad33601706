import type { Reply, Request } from '../../examples/sync-worker/src/send.js';

/** What happens to a request on its way: it is lost before or after the shop has worked on it, or the shop is busy. */
export type Fault = 'lost-before' | 'lost-after' | 'busy' | 'broken' | null;

/** A price that was set, with the moment and who did it. */
export interface Change {
  at: number;
  sku: string;
  from: number;
  to: number;
  by: 'job' | 'hand';
}

/** A stand-in of a shop's API. Tests look at and change its prices behind the job's back. */
export interface Channel {
  /** Answers one request as the API's documents say. */
  answer(request: Request): Reply;
  /** What a buyer pays. */
  price(sku: string): number;
  /** Somebody changes the price by hand: the plain one, or with `isOffer` the one of a running offer. */
  edit(sku: string, price: number): void;
  /** Whether anything of an offer is left on the product. */
  hasOffer(sku: string): boolean;
  changes: Change[];
  /** The channel refuses changes of these. */
  refused: Set<string>;
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  text: JSON.stringify(body),
});

/** The way to a channel, with what goes wrong on it. */
export function wayTo(channel: Channel, faultOf: (request: Request) => Fault, retryAfter = '2') {
  return async (request: Request): Promise<Reply> => {
    const fault = faultOf(request);
    if (fault === 'lost-before') throw new Error('socket hang up');
    if (fault === 'busy') return json(429, { message: 'too many requests' }, { 'retry-after': retryAfter });
    if (fault === 'broken') return { status: 502, headers: {}, text: '<html>Bad gateway</html>' };
    const reply = channel.answer(request);
    if (fault === 'lost-after') throw new Error('The operation was aborted due to timeout');
    return reply;
  };
}
