import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import type { Config } from '../config.js';
import { readFees, readPolicy } from '../contract/policy.js';
import { loadRuleSet } from '../contract/rule-set.js';
import type { Shop } from '../core/access.js';
import { DEFAULT_LAW } from '../core/approval/price-law.js';
import type { Channel } from '../core/intake/records.js';
import type { RuleSet, RuleSetVersion } from '../core/rules/rule.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { recordAudit, SYSTEM } from '../db/stores/audit.js';
import { PolicyVersionTable, RuleSetTable } from '../db/tables/engine.js';
import {
  CalendarWindowTable,
  ChannelProfileTable,
  ChannelTable,
  FeeTable,
  SettingTable,
  UserTable,
} from '../db/tables/shop.js';
import { readRulesFolder, shippedRules } from '../outside/package-files.js';
import { shippedWindows } from './calendar/shipped.js';
import { shippedProfiles } from './shipped-profiles.js';
import { generatePassword, hashPassword, tidyName } from './access.js';

const shippedText = (fileName: string): string => readFileSync(join(shippedRules(), fileName), 'utf8');

/** Read and checked once in a process: the files belong to the program and do not change under it. */
let shipped: Promise<RuleSet> | null = null;
const shippedRuleSet = (): Promise<RuleSet> =>
  (shipped ??= readRulesFolder(shippedRules()).then((files) => loadRuleSet(files)));

const CHANNELS: Pick<Channel, 'code' | 'name' | 'isMarketplace'>[] = [
  { code: 'shopee', name: 'Shopee', isMarketplace: true },
  { code: 'tokopedia', name: 'Tokopedia', isMarketplace: true },
  { code: 'tiktok-shop', name: 'TikTok Shop', isMarketplace: true },
  { code: 'lazada', name: 'Lazada', isMarketplace: true },
  { code: 'website', name: 'Website', isMarketplace: false },
  { code: 'whatsapp', name: 'WhatsApp', isMarketplace: false },
  { code: 'store', name: 'Store', isMarketplace: false },
];

interface Step {
  name: string;
  run(manager: EntityManager, config: Config, now: Instant): Promise<void>;
}

/** Each step is done once per database; what people change or delete afterwards stays as they left it. */
const STEPS: Step[] = [
  {
    name: 'shop',
    async run(manager, config) {
      const shop: Shop = {
        name: 'My shop',
        currency: 'IDR',
        scale: 0,
        timeZone: config.TIME_ZONE,
        locale: 'id',
        isDemo: false,
        priceLaw: DEFAULT_LAW,
      };
      await manager.save(SettingTable, { name: 'shop', value: shop });
    },
  },
  {
    name: 'channels',
    async run(manager) {
      for (const channel of CHANNELS) {
        if (await manager.existsBy(ChannelTable, { code: channel.code })) continue;
        await manager.insert(ChannelTable, { ...channel, isActive: true, isHeld: false, heldReason: null });
      }
    },
  },
  {
    name: 'fees',
    async run(manager) {
      await manager.insert(FeeTable, readFees(JSON.parse(shippedText('fees.json'))).fees);
    },
  },
  {
    name: 'profiles',
    async run(manager, _config, now) {
      // Also of channels that nobody has added yet: they find their profile when somebody does.
      const note = 'The profile that the program came with.';
      const rows = [...shippedProfiles()].map(([channelCode, profiles]) => ({
        ...{ channelCode, version: 1, profiles: [...profiles], note, createdBy: 'system', createdAt: now },
      }));
      await manager.insert(ChannelProfileTable, rows);
    },
  },
  {
    name: 'calendar',
    async run(manager, _config, now) {
      await manager.insert(CalendarWindowTable, shippedWindows(now));
    },
  },
  {
    name: 'policy',
    async run(manager, _config, now) {
      const body = readPolicy(JSON.parse(shippedText('policy.json')));
      const note = 'The policy that the program came with.';
      await manager.insert(PolicyVersionTable, { version: 1, body, note, createdBy: 'system', createdAt: now });
    },
  },
  {
    name: 'rules',
    async run(manager, _config, now) {
      const version: RuleSetVersion = {
        version: 1,
        state: 'published',
        body: await shippedRuleSet(),
        note: 'The rules that the program came with.',
        ...{ basedOn: null, restoredFrom: null, replaced: null, revision: 1 },
        ...{ createdBy: 'system', createdAt: now, updatedBy: null, updatedAt: null },
        ...{ publishedBy: 'system', publishedAt: now },
      };
      // `save`, not `insert`: TypeORM's type of an insert cannot express conditions that contain conditions
      await manager.save(RuleSetTable, version);
    },
  },
];

/**
 * Gives a database what every shop needs: channels, fees, the policy, the rules, the shop's settings and an owner.
 * Safe to call at every start and by several processes at once; a step that was done is never done again.
 * @returns the owner's password when it was generated just now: to be printed once, kept nowhere
 */
export async function ensureInstallation(
  db: Database,
  config: Config,
  now: Instant,
): Promise<{ ownerPassword?: string }> {
  const done = await doneSteps(db.manager);
  if (done !== null && [...STEPS, { name: 'owner' }].every((step) => done.includes(step.name))) return {};
  // Hashed before the transaction, which on SQLite holds up every other writer.
  const generated = config.OWNER_PASSWORD === undefined ? generatePassword() : undefined;
  const passwordHash = await hashPassword(config.OWNER_PASSWORD ?? generated!);
  return db.transaction(async (manager) => {
    // The second of two processes waits here for the first to commit, and then finds every step done.
    await manager
      .createQueryBuilder()
      .insert()
      .into(SettingTable)
      .values({ name: 'installation', value: [] })
      .orIgnore()
      .execute();
    await manager.query(`SELECT name FROM setting WHERE name = 'installation'${db.forUpdate}`);
    const before = (await doneSteps(manager)) ?? [];
    for (const step of STEPS) {
      if (!before.includes(step.name)) await step.run(manager, config, now);
    }
    const makesOwner = !before.includes('owner');
    if (makesOwner) {
      const name = tidyName(config.OWNER_NAME);
      await manager.insert(UserTable, {
        name,
        role: 'owner',
        passwordHash,
        isActive: true,
        locale: 'id',
        createdAt: now,
      });
      await recordAudit(manager, SYSTEM, now, 'user.add', `user:${name}`, { role: 'owner' });
    }
    await manager.save(SettingTable, { name: 'installation', value: [...STEPS.map((step) => step.name), 'owner'] });
    return makesOwner && generated !== undefined ? { ownerPassword: generated } : {};
  });
}

async function doneSteps(manager: EntityManager): Promise<string[] | null> {
  const row = await manager.findOneBy(SettingTable, { name: 'installation' });
  return row === null ? null : (row.value as string[]);
}
