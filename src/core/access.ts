import type { PriceLaw } from './approval/price-law.js';
import type { Instant } from './units.js';

export const ROLES = ['owner', 'merchandiser', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export interface User {
  id: number;
  /** Log-in name, lower case. */
  name: string;
  role: Role;
  /** argon2id, PHC string. */
  passwordHash: string;
  isActive: boolean;
  locale: 'id' | 'en';
  createdAt: Instant;
}

export interface LoginSession {
  /** SHA-256 of the cookie's token, hex: the token itself is never stored. */
  tokenHash: string;
  userId: number;
  createdAt: Instant;
  lastSeenAt: Instant;
  expiresAt: Instant;
}

export interface ApiKey {
  id: number;
  /** First characters after `lrs_`, shown in lists. */
  prefix: string;
  /** SHA-256 of the whole key, hex. */
  keyHash: string;
  name: string;
  /** `feed:<channel>`, `ingest`, `read`, `metrics`. */
  scopes: string[];
  createdBy: string;
  createdAt: Instant;
  lastUsedAt: Instant | null;
  revokedAt: Instant | null;
}

/** Every change, by whom and when. Append-only. */
export interface AuditEntry {
  id: number;
  at: Instant;
  /** `user:<name>`, `key:<prefix>`, `cli:<login>`, `system`. */
  actor: string;
  /** e.g. `suggestion.approve`, `user.add`, `channel.hold`. */
  action: string;
  /** What it was done to, e.g. `suggestion:12`. */
  subject: string;
  detail: Record<string, unknown>;
  ip: string | null;
}

/** A write that a machine may repeat: the first answer is kept and given again. */
export interface IdempotentReply {
  /** Who sent it; the same key of two senders are two keys. */
  actor: string;
  idempotencyKey: string;
  /** Hash of method, path and body: the same key with another body is refused. */
  requestHash: string;
  /** Null while the first request is still at work. */
  status: number | null;
  body: unknown;
  createdAt: Instant;
}

export interface Setting {
  name: string;
  value: unknown;
}

/** The shop, kept as setting `shop`. */
export interface Shop {
  name: string;
  currency: string;
  /** Decimals of the smallest unit: IDR 0, GBP 2. */
  scale: number;
  timeZone: string;
  locale: 'id' | 'en';
  isDemo: boolean;
  /** The law that its discounts are held against. */
  priceLaw: PriceLaw;
}
