import {
  chunks,
  grouped,
  NOTHING_BEFORE,
  type Adapter,
  type Before,
  type Item,
  type Listed,
  type Looked,
  type Outcome,
  type Ref,
  type Shown,
} from './adapter.js';
import { decimalText, readDecimal } from './money.js';
import { ask, change, SettingsError, Unreachable, type Request, type World } from './send.js';

/** Items that one list of a query or a mutation may have. */
const LIST_MAX = 250;

export interface ShopifySettings {
  /** As in `my-shop.myshopify.com`. */
  shop: string;
  token: string;
  /** Of the Admin API, as in `2026-10`. */
  version: string;
}

interface Variant {
  id: string;
  sku: string | null;
  price: string;
  compareAtPrice: string | null;
  product: { id: string };
}
interface GraphQlError {
  message: string;
  extensions?: { code?: string };
}
interface Answer<T> {
  data?: T | null;
  errors?: GraphQlError[];
  extensions?: {
    cost?: {
      requestedQueryCost?: number;
      throttleStatus?: { currentlyAvailable?: number; restoreRate?: number };
    };
  };
}
interface UserError {
  field: string[] | null;
  message: string;
  code?: string | null;
}
interface Listing {
  productVariants: { pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: Variant[] };
}
interface Updated {
  productVariantsBulkUpdate: {
    productVariants: Pick<Variant, 'id' | 'price'>[] | null;
    userErrors: UserError[];
  } | null;
}

const FIELDS = 'id sku price compareAtPrice product { id }';
const BY_ID = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ProductVariant { ${FIELDS} } } }`;
const BY_SKU = `query ($first: Int!, $query: String!) { productVariants(first: $first, query: $query) { nodes { ${FIELDS} } } }`;
const LIST = `query ($after: String) {
  productVariants(first: ${LIST_MAX}, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${FIELDS} } }
}`;
const UPDATE = `mutation ($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $productId, variants: $variants, allowPartialUpdates: true) {
    productVariants { id price compareAtPrice }
    userErrors { field message code }
  }
}`;

/**
 * Shopify: an offer is a lower price with the plain one struck through (`compareAtPrice`). A variant knows no end of it,
 * so the job ends it.
 */
export function shopify(settings: ShopifySettings, world: World): Adapter {
  const request = (query: string, variables: object): Request => ({
    method: 'POST',
    url: `https://${settings.shop}/admin/api/${settings.version}/graphql.json`,
    headers: { 'X-Shopify-Access-Token': settings.token, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });

  async function query<T>(text: string, variables: object): Promise<T> {
    for (let tries = 1; ; tries++) {
      const reply = await ask(world, request(text, variables));
      const answer = parsed<T>(reply.text);
      if (reply.status >= 400)
        throw new SettingsError(`${settings.shop} answered ${reply.status}: ${reply.text.slice(0, 200)}`);
      if (answer === null) throw new Unreachable(`${settings.shop} sent no JSON`, 60_000);
      if (answer.data != null && answer.errors === undefined) return answer.data;
      const waitMs = throttledMs(answer);
      if (waitMs === null) throw faultOf(answer.errors ?? []);
      if (tries === 4) throw new Unreachable('Shopify is busy with other requests of this shop', waitMs);
      await world.sleep(waitMs);
    }
  }

  return {
    batchMax: LIST_MAX,

    async look(refs) {
      const found = new Map<string, Variant[]>();
      const add = (key: string, variant: Variant): unknown => found.set(key, [...(found.get(key) ?? []), variant]);
      const named = refs.filter((ref) => ref.externalVariantId !== null);
      for (const part of chunks(named, LIST_MAX)) {
        const ids = part.map((ref) => gid('ProductVariant', ref.externalVariantId!));
        const { nodes } = await query<{ nodes: (Variant | null | Record<string, never>)[] }>(BY_ID, { ids });
        for (const one of nodes) if (isVariant(one)) add(one.id, one);
      }
      const bare = refs.filter((ref) => ref.externalVariantId === null);
      for (const part of chunks(bare, 50)) {
        const text = part.map(({ sku }) => `sku:"${sku.replace(/["\\]/g, '\\$&')}"`).join(' OR ');
        const page = await query<{ productVariants: { nodes: Variant[] } }>(BY_SKU, { first: LIST_MAX, query: text });
        for (const one of page.productVariants.nodes) add(`sku:${one.sku}`, one);
      }
      return refs.map((ref) => lookedOf(ref, found.get(keyOf(ref)) ?? []));
    },

    async *list(scale) {
      for (let after: string | null = null; ;) {
        const page: Listing = await query<Listing>(LIST, { after });
        yield page.productVariants.nodes.map((one) => listedOf(one, scale));
        const { hasNextPage, endCursor } = page.productVariants.pageInfo;
        if (!hasNextPage) return;
        after = endCursor;
      }
    },

    matches(shown, wanted) {
      if (shown.price !== wanted.price) return false;
      return wanted.kind === 'plain' || readDecimal(shown.strike, shown.scale) === wanted.listPrice;
    },

    calls: (items) => grouped(items, ({ shown }) => shown.productId, LIST_MAX),

    async write(items) {
      const productId = items[0]!.shown.productId;
      const sent = await change(world, request(UPDATE, { productId, variants: items.map(inputOf) }));
      if (sent.kind === 'later') return items.map(() => sent);
      if (sent.kind === 'lost') return items.map(() => ({ kind: 'unknown', why: sent.why }));
      return outcomesOf(items, parsed<Updated>(sent.reply.text), sent.reply.status);
    },
  };
}

function inputOf({ shown, wanted }: Item): Record<string, unknown> {
  const strike =
    wanted.kind === 'offer' ? decimalText(wanted.listPrice, shown.scale) : strikeAbove(wanted, shown.scale);
  return { id: shown.variantId, price: decimalText(wanted.price, shown.scale), compareAtPrice: strike };
}

/** A price struck through that is not above the plain one is none: it was ours, from a change that was never known. */
function strikeAbove({ before, price }: { before: Before; price: number }, scale: number): string | null {
  return (readDecimal(before.strike, scale) ?? 0) > price ? before.strike : null;
}

function outcomesOf(items: Item[], answer: Answer<Updated> | null, status: number): Outcome[] {
  const all = (outcome: Outcome): Outcome[] => items.map(() => outcome);
  if (answer === null) return all({ kind: 'unknown', why: `an answer that is no JSON (${status})` });
  const waitMs = throttledMs(answer);
  if (waitMs !== null) return all({ kind: 'later', waitMs });
  const result = answer.data?.productVariantsBulkUpdate;
  if (result == null) {
    const [error] = answer.errors ?? [];
    const code = status >= 400 ? String(status) : error?.extensions?.code;
    if (code === 'ACCESS_DENIED') throw faultOf([error!]);
    // A fault of Shopify's own, or one without a name, leaves it open whether the change was made.
    if (code === undefined || code === 'INTERNAL_SERVER_ERROR') {
      return all({ kind: 'unknown', why: error?.message ?? 'an empty answer' });
    }
    return all(items.length > 1 ? { kind: 'alone' } : { kind: 'refused', code, message: error?.message ?? '' });
  }
  const refusals = new Map<number, UserError>();
  for (const error of result.userErrors) {
    const index = error.field?.[0] === 'variants' ? Number(error.field[1]) : NaN;
    if (!Number.isInteger(index)) return all(refusedBy(error));
    if (!refusals.has(index)) refusals.set(index, error);
  }
  const updated = new Map((result.productVariants ?? []).map((variant) => [variant.id, variant]));
  return items.map(({ shown }, i) => {
    const error = refusals.get(i);
    if (error !== undefined) return refusedBy(error);
    const variant = updated.get(shown.variantId!);
    if (variant === undefined) return { kind: 'unknown', why: 'the answer does not name this variant' };
    return { kind: 'done', price: readDecimal(variant.price, shown.scale) };
  });
}

const refusedBy = ({ code, message }: UserError): Outcome => ({ kind: 'refused', code: code ?? 'refused', message });

/** How long until there are points enough for the same query; null: it was not refused for its cost. */
function throttledMs({ errors, extensions }: Answer<unknown>): number | null {
  if (!errors?.some((error) => error.extensions?.code === 'THROTTLED')) return null;
  const { requestedQueryCost = 0, throttleStatus = {} } = extensions?.cost ?? {};
  const missing = requestedQueryCost - (throttleStatus.currentlyAvailable ?? 0);
  return Math.max(1_000, Math.ceil((missing / (throttleStatus.restoreRate ?? 50)) * 1000));
}

function faultOf(errors: GraphQlError[]): Error {
  const words = errors.map(({ message }) => message).join('; ');
  const isInternal = errors.some((error) => error.extensions?.code === 'INTERNAL_SERVER_ERROR');
  return isInternal ? new Unreachable(words, 60_000) : new SettingsError(`Shopify: ${words}`);
}

/** Native ids may be kept as numbers, as exports write them, or whole. */
const gid = (type: string, id: string): string => (id.startsWith('gid://') ? id : `gid://shopify/${type}/${id}`);
const keyOf = (ref: Ref): string =>
  ref.externalVariantId === null ? `sku:${ref.sku}` : gid('ProductVariant', ref.externalVariantId);
const isVariant = (node: Variant | null | Record<string, never>): node is Variant => typeof node?.id === 'string';

/** Exports write ids as numbers. */
const numberOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

function listedOf({ id, sku, price, product }: Variant, scale: number): Listed {
  const ids = { externalId: numberOf(product.id), externalVariantId: numberOf(id) };
  return { sku: sku || null, ...ids, price: readDecimal(price, scale) };
}

function lookedOf(ref: Ref, found: Variant[]): Looked {
  if (found.length === 0) return { kind: 'missing', code: 'not-found', message: `The shop has no variant ${ref.sku}.` };
  if (found.length > 1) {
    return {
      kind: 'missing',
      code: 'ambiguous-sku',
      message: `${found.length} variants of the shop have the SKU ${ref.sku}.`,
    };
  }
  const [variant] = found as [Variant];
  const shown: Shown = {
    productId: variant.product.id,
    variantId: variant.id,
    scale: ref.scale,
    price: readDecimal(variant.price, ref.scale),
    strike: variant.compareAtPrice,
    offer: NOTHING_BEFORE.offer,
    hasPlan: false,
  };
  return { kind: 'shown', shown };
}

function parsed<T>(text: string): Answer<T> | null {
  try {
    return JSON.parse(text) as Answer<T>;
  } catch {
    return null;
  }
}
