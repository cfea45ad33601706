import {
  chunks,
  grouped,
  type Adapter,
  type Item,
  type Listed,
  type Looked,
  type Outcome,
  type Ref,
  type Shown,
  type Wanted,
} from './adapter.js';
import { decimalText, readDecimal } from './money.js';
import { ask, change, Unreachable, type Request, type World } from './send.js';

/** Objects that WooCommerce takes in one batch, unless a shop has changed it. */
const BATCH_MAX = 100;

/** The fields that matter of a product or variation, REST API v3. Prices are text, times without a zone are UTC. */
interface Product {
  id: number;
  parent_id?: number;
  type?: string;
  sku: string;
  price: string;
  regular_price: string;
  sale_price: string;
  date_on_sale_from_gmt: string | null;
  date_on_sale_to_gmt: string | null;
}
type Plain = Extract<Wanted, { kind: 'plain' }>;
type Answered = Product | { id: number; error: { code: string; message: string } };

export interface WooCommerceSettings {
  url: string;
  key: string;
  secret: string;
}

/**
 * WooCommerce: an offer is the sale price with its own window, the regular price is left alone. The shop ends the sale by
 * itself; the job looks at the end and clears what is left, because WooCommerce may take up to a day for it.
 */
export function wooCommerce(settings: WooCommerceSettings, world: World): Adapter {
  const base = `${settings.url.replace(/\/+$/, '')}/wp-json/wc/v3`;
  const headers = {
    Authorization: `Basic ${Buffer.from(`${settings.key}:${settings.secret}`).toString('base64')}`,
    Accept: 'application/json',
  };
  const get = async (path: string): Promise<Product[]> => {
    const reply = await ask(world, { method: 'GET', url: `${base}${path}`, headers });
    if (reply.status === 404) return [];
    const found = reply.status === 200 ? parsed(reply.text) : null;
    // A page of a plug-in or of a proxy says nothing of products: that none was found would be wrong.
    if (!Array.isArray(found)) throw new Unreachable(`no list from ${path}: ${reply.text.slice(0, 200)}`, 60_000);
    return found as Product[];
  };
  const pages = async (path: string, name: string, ids: string[]): Promise<Product[]> => {
    const read = chunks(ids, BATCH_MAX).map((part) =>
      get(`${path}?per_page=${BATCH_MAX}&${name}=${encodeURIComponent(part.join(','))}`),
    );
    return (await Promise.all(read)).flat();
  };

  async function* all(path: string): AsyncGenerator<Product[]> {
    let last = 0;
    for (let page = 1; ; page++) {
      const products = await get(`${path}?per_page=${BATCH_MAX}&page=${page}&orderby=id&order=asc`);
      yield products;
      // A shop that knows no pages would answer the first one for ever.
      const id = products.at(-1)?.id ?? 0;
      if (products.length < BATCH_MAX || id <= last) return;
      last = id;
    }
  }

  return {
    batchMax: BATCH_MAX,

    async look(refs) {
      const byId = new Map<string, Product[]>();
      const add = (key: string, product: Product): unknown => byId.set(key, [...(byId.get(key) ?? []), product]);
      const simple = refs.filter((ref) => ref.externalId !== null && ref.externalVariantId === null);
      for (const one of await pages(
        '/products',
        'include',
        simple.map((ref) => ref.externalId!),
      ))
        add(`${one.id}`, one);
      const variants = refs.filter((ref) => ref.externalId !== null && ref.externalVariantId !== null);
      for (const group of grouped(variants, (ref) => ref.externalId!, BATCH_MAX)) {
        const parent = group[0]!.externalId!;
        const ids = group.map((ref) => ref.externalVariantId!);
        const found = await pages(`/products/${encodeURIComponent(parent)}/variations`, 'include', ids);
        for (const one of found) add(`${parent}:${one.id}`, { ...one, parent_id: Number(parent) });
      }
      // A comma parts SKUs in this query, so one with a comma in it cannot be asked for.
      const bare = refs.filter((ref) => ref.externalId === null && !ref.sku.includes(','));
      for (const one of await pages(
        '/products',
        'sku',
        bare.map((ref) => ref.sku),
      ))
        add(`sku:${one.sku}`, one);
      return refs.map((ref) => lookedOf(ref, byId.get(keyOf(ref)) ?? [], world.now()));
    },

    async *list(scale) {
      for await (const page of all('/products')) {
        yield page
          .filter(({ type }) => type !== 'variable' && type !== 'grouped')
          .map((one) => listedOf(one, null, scale));
        for (const { id } of page.filter(({ type }) => type === 'variable')) {
          for await (const variations of all(`/products/${id}/variations`)) {
            yield variations.map((one) => listedOf(one, id, scale));
          }
        }
      }
    },

    matches(shown, wanted) {
      if (wanted.kind === 'offer') {
        const { price, endsAt } = shown.offer;
        const isSet = readDecimal(price, shown.scale) === wanted.price && endsAt === lastSecond(wanted.endsAt);
        return isSet && shown.price === wanted.price;
      }
      if (wanted.isBase) return shown.price === wanted.price && !isOnOffer(shown);
      const theirs = offerBefore(wanted, shown.scale, world.now());
      return theirs === null ? !isOnOffer(shown) : isOnOffer(shown) && shown.price === wanted.price;
    },

    calls: (items) => grouped(items, ({ shown }) => (shown.variantId === null ? '' : shown.productId), BATCH_MAX),

    async write(items) {
      const [{ shown }] = items as [Item];
      const path = shown.variantId === null ? '/products' : `/products/${shown.productId}/variations`;
      const request: Request = {
        method: 'POST',
        url: `${base}${path}/batch`,
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({ update: items.map((item) => fieldsOf(item, world.now())) }),
      };
      const sent = await change(world, request);
      if (sent.kind === 'later') return items.map(() => sent);
      if (sent.kind === 'lost') return items.map(() => ({ kind: 'unknown', why: sent.why }));
      const body = parsed(sent.reply.text) as { update?: Answered[]; code?: string; message?: string } | null;
      if (sent.reply.status >= 400) {
        if (items.length > 1) return items.map(() => ({ kind: 'alone' }));
        const { code = String(sent.reply.status), message = sent.reply.text.slice(0, 300) } = body ?? {};
        return [{ kind: 'refused', code, message }];
      }
      const answered = new Map((body?.update ?? []).map((one) => [String(one.id), one]));
      return items.map((item) => outcomeOf(item, answered.get(idOf(item.shown))));
    },
  };
}

const keyOf = (ref: Ref): string => {
  if (ref.externalId === null) return `sku:${ref.sku}`;
  return ref.externalVariantId === null ? ref.externalId : `${ref.externalId}:${ref.externalVariantId}`;
};
const idOf = (shown: Shown): string => shown.variantId ?? shown.productId;

function lookedOf(ref: Ref, found: Product[], now: number): Looked {
  if (found.length === 0) return { kind: 'missing', code: 'not-found', message: `The shop has no product ${ref.sku}.` };
  if (found.length > 1) {
    return {
      kind: 'missing',
      code: 'ambiguous-sku',
      message: `${found.length} products of the shop have the SKU ${ref.sku}.`,
    };
  }
  const product = found[0]!;
  if (product.type === 'variable') {
    const message = `${ref.sku} has variations in the shop: the listing must name one of them.`;
    return { kind: 'missing', code: 'variation-needed', message };
  }
  const parent = product.parent_id === undefined || product.parent_id === 0 ? null : String(product.parent_id);
  const { price, sale_price: sale, date_on_sale_from_gmt: from } = product;
  const shown: Shown = {
    productId: parent ?? String(product.id),
    variantId: parent === null ? null : String(product.id),
    scale: ref.scale,
    price: readDecimal(price, ref.scale),
    strike: product.regular_price || null,
    offer: { price: sale || null, startsAt: from, endsAt: product.date_on_sale_to_gmt },
    hasPlan: Boolean(sale) && from !== null && Date.parse(`${from}Z`) > now,
  };
  return { kind: 'shown', shown };
}

function listedOf({ id, sku, price }: Product, parent: number | null, scale: number): Listed {
  const [externalId, externalVariantId] = parent === null ? [String(id), null] : [String(parent), String(id)];
  return { sku: sku || null, externalId, externalVariantId, price: readDecimal(price, scale) };
}

/** A sale of the merchant's own that was the plain price for us, and that is not over by now; null: none. */
function offerBefore(wanted: Plain, scale: number, now: number): Shown['offer'] | null {
  const { offer } = wanted.before;
  if (offer.price === null || readDecimal(offer.price, scale) !== wanted.price) return null;
  return offer.endsAt !== null && Date.parse(`${offer.endsAt}Z`) <= now ? null : offer;
}

const isOnOffer = ({ offer, price, scale }: Shown): boolean =>
  offer.price !== null && readDecimal(offer.price, scale) === price;

function fieldsOf({ shown, wanted }: Item, now: number): Record<string, unknown> {
  const id = Number(idOf(shown));
  const none = { sale_price: '', date_on_sale_from_gmt: '', date_on_sale_to_gmt: '' };
  if (wanted.kind === 'plain') {
    if (wanted.isBase) return { id, regular_price: decimalText(wanted.price, shown.scale), ...none };
    const theirs = offerBefore(wanted, shown.scale, now);
    if (theirs === null) return { id, ...none };
    const { price, startsAt, endsAt } = theirs;
    return { id, sale_price: price, date_on_sale_from_gmt: startsAt ?? '', date_on_sale_to_gmt: endsAt ?? '' };
  }
  return {
    id,
    sale_price: decimalText(wanted.price, shown.scale),
    date_on_sale_from_gmt: gmt(wanted.startsAt),
    date_on_sale_to_gmt: lastSecond(wanted.endsAt),
  };
}

function outcomeOf({ shown }: Item, answered: Answered | undefined): Outcome {
  if (answered === undefined) return { kind: 'unknown', why: 'the answer does not name this product' };
  if ('error' in answered) return { kind: 'refused', code: answered.error.code, message: answered.error.message };
  return { kind: 'done', price: readDecimal(answered.price, shown.scale) };
}

const gmt = (at: number): string => new Date(at).toISOString().slice(0, 19);
/** A sale of WooCommerce still runs in the second that it names as its end; an end of ours is exclusive. */
const lastSecond = (endsAt: number): string => gmt(endsAt - 1_000);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
