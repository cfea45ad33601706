import type { CurrentPrice, CurrentPriceResults, DriftDecision, DriftPage, DriftSettled } from '../contract/feed.js';
import { formatInstant } from '../contract/http.js';
import { withdraw } from '../core/approval/decide.js';
import { answerTo, driftOf, type Drift } from '../core/feed/drift.js';
import type { ChannelPrice } from '../core/feed/entry.js';
import { phaseOf } from '../core/feed/make-entry.js';
import { noteSighting } from '../core/ledger/note-sighting.js';
import { Refusal } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import type { EntityManager } from 'typeorm';
import type { Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import {
  channelPrices,
  keepChannelPrices,
  namedProducts,
  setBasePrice,
  sightedListings,
  suspectListings,
  type NamedProducts,
  type SightedListing,
} from '../db/stores/drift.js';
import { insertAcks, listingFacts, lockHead } from '../db/stores/feed.js';
import { keepSightings, sightingsOf } from '../db/stores/ledger.js';
import { readShop } from '../db/stores/settings.js';
import { lockSuggestion, saveOutcome } from '../db/stores/suggestions.js';
import { PriceEntryTable, type PriceSighting } from '../db/tables/engine.js';
import { ProductTable } from '../db/tables/shop.js';
import { sendAgain, withdrawEntry } from './entries.js';
import { feedMoved } from './feed-cache.js';
import { findChannel } from './shop.js';

/** A listing whose price on the channel is not ours. */
export interface DriftedListing extends SightedListing {
  drift: Drift;
}

/** Every listing of a channel whose price there is not what we believe, by product. */
export async function channelDrifts(db: Database, channelId: number, now: Instant): Promise<DriftedListing[]> {
  return (await suspectListings(db, channelId, now)).flatMap((listing) => drifted(listing, now) ?? []);
}

function drifted(listing: SightedListing, now: Instant): DriftedListing | null {
  const drift = driftOf(listing.sighting, listing.order, listing.basePrice, now);
  return drift === null ? null : { ...listing, drift };
}

/** @throws Refusal `unknown-channel` */
export async function listDrifts(
  db: Database,
  code: string,
  query: { after?: number | undefined; limit: number },
  now: Instant,
): Promise<DriftPage> {
  const channel = await findChannel(db, code);
  const { timeZone } = await readShop(db.manager);
  const rest = (await channelDrifts(db, channel.id, now)).filter(({ productId }) => productId > (query.after ?? 0));
  const shown = rest.slice(0, query.limit);
  return {
    items: shown.map(({ sku, productName, drift, order }) => ({
      sku,
      productName,
      kind: drift.kind,
      ours: drift.ours,
      theirs: drift.theirs,
      since: formatInstant(drift.since, timeZone),
      seenAt: formatInstant(drift.seenAt, timeZone),
      entryId: order?.entryId ?? null,
      suggestionId: order?.suggestionId ?? null,
      isRunning: order !== null && phaseOf(order.entry, now) === 'live',
    })),
    next: rest.length > query.limit ? shown.at(-1)!.productId : null,
  };
}

type Result = CurrentPriceResults['items'][number];

/**
 * Keeps what a sync job sees on its channel, and says where that is not our price. A report older than what is known
 * changes nothing. Where the outcome of an order was unknown, the report settles it: the price is there, or it goes out
 * again; another price than both stays as it is until somebody decides.
 * @throws Refusal `unknown-channel`
 */
export async function reportPrices(
  db: Database,
  code: string,
  items: CurrentPrice[],
  by: Caller,
  now: Instant,
): Promise<CurrentPriceResults> {
  const channel = await findChannel(db, code);
  const { results, hasMoved } = await db.transaction(async (manager) => {
    const skus = items.flatMap(({ sku }) => sku ?? []);
    const externalIds = items.flatMap(({ externalId }) => externalId ?? []);
    const known = await namedProducts(manager, channel.id, skus, externalIds);
    const found = items.map((item) => productOf(item, known));
    const ids = [...new Set(found.filter((one) => typeof one === 'number'))];
    await lockHead(db, manager, channel.id); // two reports of one listing at once: the newer one stays
    await keepNewer(manager, channel.id, items, found, await channelPrices(manager, channel.id, ids), by, now);
    const listings = await sightedListings(manager, channel.id, ids, now);
    let sent = 0;
    for (const listing of listings.values()) if (await settleUnknown(db, manager, channel.id, listing, by, now)) sent++;
    const after = sent === 0 ? listings : await sightedListings(manager, channel.id, ids, now);
    const results = found.map((one): Result => {
      if (typeof one !== 'number') return { ...one, sku: null, ok: false, drift: null, ours: null };
      const listing = after.get(one)!;
      const drift = driftOf(listing.sighting, listing.order, listing.basePrice, now);
      const told = { drift: drift?.kind ?? null, ours: drift?.ours ?? null };
      return { sku: listing.sku, ok: true, code: null, message: null, ...told };
    });
    const refused = results.filter(({ ok }) => !ok).length;
    const drifted = results.filter(({ drift }) => drift !== null).length;
    const counts = { accepted: items.length - refused, refused, drifted };
    await recordAudit(manager, by, now, 'feed.prices', `channel:${code}`, { ...counts, sentAgain: sent });
    return { results: { ...counts, items: results }, hasMoved: sent > 0 || drifted > 0 };
  });
  if (hasMoved) feedMoved(db, channel.id);
  return results;
}

function productOf(item: CurrentPrice, known: NamedProducts): number | Pick<Result, 'code' | 'message'> {
  if (item.sku !== undefined) {
    const id = known.bySku.get(item.sku);
    return id ?? { code: 'unknown-product', message: `There is no product ${item.sku}.` };
  }
  const { externalId = '', externalVariantId } = item;
  const same = (known.byExternalId.get(externalId) ?? []).filter(
    (one) => externalVariantId === undefined || one.externalVariantId === externalVariantId,
  );
  if (same.length === 1) return same[0]!.productId;
  return same.length === 0
    ? { code: 'unknown-product', message: `No listing of this channel has the id ${externalId}.` }
    : { code: 'ambiguous-id', message: `${same.length} listings have the id ${externalId}: name the variant, too.` };
}

async function keepNewer(
  manager: EntityManager,
  channelId: number,
  items: CurrentPrice[],
  found: (number | object)[],
  known: Map<number, ChannelPrice>,
  by: Caller,
  now: Instant,
): Promise<void> {
  const newer = new Map<number, ChannelPrice>();
  items.forEach(({ price, at: told }, i) => {
    const productId = found[i];
    if (typeof productId !== 'number') return;
    const at = told === undefined ? now : Math.min(Date.parse(told), now);
    const last = newer.get(productId) ?? known.get(productId);
    if (last !== undefined && last.at > at) return;
    const since = last?.price === price ? last.since : at;
    newer.set(productId, { channelId, productId, price, since, at, actor: by.actor });
  });
  await keepChannelPrices(manager, [...newer.values()]);
  await addToLedger(manager, channelId, items, found, by, now);
}

/** The ledger takes late reports too: they tell what buyers paid then. */
async function addToLedger(
  manager: EntityManager,
  channelId: number,
  items: CurrentPrice[],
  found: (number | object)[],
  by: Caller,
  now: Instant,
): Promise<void> {
  const ids = [...new Set(found.filter((one) => typeof one === 'number'))];
  const onRecord = await sightingsOf(manager, channelId, ids);
  const written = new Map<string, PriceSighting>();
  items.forEach(({ price, at: told }, i) => {
    const productId = found[i];
    if (typeof productId !== 'number') return;
    const at = told === undefined ? now : Math.min(Date.parse(told), now);
    const known = onRecord.get(productId) ?? [];
    const noted = noteSighting(known, { at, price });
    const starts = new Set(noted.map(({ since }) => since));
    const kept = known.filter(({ since }) => !starts.has(since));
    onRecord.set(
      productId,
      [...kept, ...noted].sort((a, b) => a.since - b.since),
    );
    // Who saw a run first stays its witness.
    for (const run of noted)
      written.set(`${productId}:${run.since}`, { actor: by.actor, ...run, channelId, productId });
  });
  await keepSightings(manager, [...written.values()]);
}

/** @returns whether the order goes out again */
async function settleUnknown(
  db: Database,
  manager: EntityManager,
  channelId: number,
  { productId, sku, order, sighting, basePrice }: SightedListing,
  by: Caller,
  now: Instant,
): Promise<boolean> {
  const ack = order === null ? null : answerTo(order);
  if (order === null || sighting === null || ack?.status !== 'unknown' || sighting.at < ack.at) return false;
  const { entry, entryId } = order;
  const isSet = phaseOf(entry, now) === 'live';
  const [wanted, before] = isSet ? [entry.price, entry.expectedCurrentPrice ?? basePrice] : [basePrice, entry.price];
  if (sighting.price === wanted) {
    const status = isSet ? ('applied' as const) : ('reverted' as const);
    const seen = { code: null, message: null, appliedPrice: sighting.price, at: sighting.at, actor: by.actor };
    await insertAcks(manager, [{ channelId, entryId, revision: entry.revision, status, ...seen }]);
    return false;
  }
  if (sighting.price !== before) return false;
  const row = await manager.findOneByOrFail(PriceEntryTable, { id: entryId });
  const listing = {
    head: await lockHead(db, manager, channelId),
    facts: await listingFacts(manager, productId, channelId),
  };
  await sendAgain(manager, listing, row, sighting.price, await readShop(manager), now);
  await recordAudit(manager, by, now, 'price.resend', `price:${entryId}`, { sku, shown: sighting.price });
  return true;
}

/**
 * What a person decides of a price that is not ours: ours goes out again, or theirs stands from now on. Then our running
 * offer is taken back without anything to put back, and theirs is the base price of the listing.
 * @throws Refusal `unknown-channel`, `unknown-product`, `no-drift`, `drift-changed`, `nothing-to-send`
 */
export async function settleDrift(
  db: Database,
  code: string,
  { sku, action, theirs }: DriftDecision,
  by: Caller,
  now: Instant,
): Promise<DriftSettled> {
  const channel = await findChannel(db, code);
  const settled = await db.transaction(async (manager) => {
    const product = await manager.findOne(ProductTable, { where: { sku }, select: { id: true } });
    if (product === null) throw new Refusal('notFound', 'unknown-product', `There is no product ${sku}.`, { sku });
    const at = { productId: product.id, channelId: channel.id };
    const read = async () => (await sightedListings(manager, channel.id, [product.id], now)).get(product.id)!;
    const first = await read();
    // Locks in the order of everybody: suggestion, head, entries.
    const suggestion =
      action === 'accept' && first.order !== null && phaseOf(first.order.entry, now) === 'live'
        ? await lockSuggestion(db, manager, first.order.suggestionId)
        : null;
    const head = await lockHead(db, manager, channel.id);
    const listing = drifted(await read(), now);
    if (listing === null) {
      throw new Refusal('conflict', 'no-drift', `${sku} shows our price on ${code}: there is nothing to decide.`);
    }
    const { drift, order } = listing;
    const hasMoved = order?.entryId !== first.order?.entryId;
    if (drift.theirs !== theirs || hasMoved) {
      const message = `${sku} shows ${drift.theirs} on ${code} now, not ${theirs}. Look at it again.`;
      throw new Refusal('conflict', 'drift-changed', message, { theirs: drift.theirs });
    }
    const notation = await readShop(manager);
    const facts = await listingFacts(manager, product.id, channel.id);
    const entry = order === null ? null : await manager.findOneByOrFail(PriceEntryTable, { id: order.entryId });
    const audit = { channel: code, kind: drift.kind, ours: drift.ours, theirs };
    if (action === 'resend') {
      if (entry === null) {
        const message = `No price of ours was ever on ${sku} there: change it on the channel, or accept what it shows.`;
        throw new Refusal('conflict', 'nothing-to-send', message);
      }
      const { revision } = await sendAgain(manager, { head, facts }, entry, theirs, notation, now);
      await recordAudit(manager, by, now, 'drift.resend', `product:${sku}`, { ...audit, entryId: entry.id });
      return { entryId: entry.id, revision, basePrice: listing.basePrice };
    }
    await setBasePrice(manager, at, theirs, now);
    let revision: number | null = null;
    if (suggestion !== null && entry !== null) {
      const outcome = withdraw(suggestion, entry, { expectedVersion: null, reason: null }, { now, actor: by.actor });
      await saveOutcome(manager, suggestion, outcome);
      ({ revision } = await withdrawEntry(
        manager,
        { head, facts, basePrice: theirs },
        entry,
        notation,
        now,
        'accepted',
      ));
    }
    await recordAudit(manager, by, now, 'drift.accept', `product:${sku}`, { ...audit, entryId: entry?.id ?? null });
    return { entryId: revision === null ? null : entry!.id, revision, basePrice: theirs };
  });
  feedMoved(db, channel.id);
  return settled;
}
