import { z } from 'zod';
import { ROLES } from '../core/access.js';
import { FORMS, NOTHING_TO_CHANGE } from './fault.js';
import { DayInput, InstantText, PageQuery, pageOf } from './http.js';

const Role = z.enum(ROLES);
const Locale = z.enum(['id', 'en']);
const UserName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(FORMS.user, 'is not 1 to 64 letters, digits or . _ @ + -')
  .meta({ example: 'siti' });
/** Argon2 reads it whole: a limit keeps a huge one from costing much. */
const Password = z.string().min(1).max(200).meta({ example: 'kopi-susu-tanpa-gula' });

export const LogIn = z
  .strictObject({ name: z.string().min(1).max(200).meta({ example: 'owner' }), password: Password })
  .meta({ id: 'LogIn', example: { name: 'owner', password: 'kopi-susu-tanpa-gula' } });
export type LogIn = z.infer<typeof LogIn>;

export const Me = z
  .object({
    kind: z.enum(['user', 'key']),
    name: z.string(),
    role: Role.nullable().describe('null for an API key'),
    scopes: z.array(z.string()).describe('empty for a person'),
    locale: Locale,
    shop: z.object({
      name: z.string(),
      currency: z.string(),
      scale: z.int(),
      timeZone: z.string(),
      isDemo: z.boolean(),
    }),
  })
  .meta({
    id: 'Me',
    example: {
      kind: 'user',
      name: 'owner',
      role: 'owner',
      scopes: [],
      locale: 'id',
      shop: { name: 'My shop', currency: 'IDR', scale: 0, timeZone: 'Asia/Jakarta', isDemo: false },
    },
  });
export type Me = z.infer<typeof Me>;

export const UserView = z
  .object({ name: z.string(), role: Role, isActive: z.boolean(), locale: Locale, createdAt: InstantText })
  .meta({
    id: 'User',
    example: {
      name: 'siti',
      role: 'merchandiser',
      isActive: true,
      locale: 'id',
      createdAt: '2026-03-31T09:15:00.000+07:00',
    },
  });
export type UserView = z.infer<typeof UserView>;
export const UserPage = pageOf(UserView).meta({ id: 'UserPage' });

export const NewUser = z
  .strictObject({
    name: UserName,
    role: Role,
    password: Password.optional().describe('Generated and told once when left out.'),
    locale: Locale.optional(),
  })
  .meta({ id: 'NewUser', example: { name: 'siti', role: 'merchandiser' } });
export type NewUser = z.infer<typeof NewUser>;

export const AddedUser = UserView.extend({
  password: z.string().optional().describe('Only when it was generated; never told again.'),
}).meta({
  id: 'AddedUser',
  example: {
    name: 'siti',
    role: 'merchandiser',
    isActive: true,
    locale: 'id',
    createdAt: '2026-03-31T09:15:00.000+07:00',
    password: 'hV7mQxT2pKc9RwYb4nZd',
  },
});
export type AddedUser = z.infer<typeof AddedUser>;

export const UserChange = z
  .strictObject({ role: Role.optional(), isActive: z.boolean().optional(), locale: Locale.optional() })
  .refine((change) => Object.keys(change).length > 0, NOTHING_TO_CHANGE)
  .meta({ id: 'UserChange', example: { isActive: false } });
export type UserChange = z.infer<typeof UserChange>;

export const MyChange = z.strictObject({ locale: Locale }).meta({ id: 'MyChange', example: { locale: 'en' } });
export type MyChange = z.infer<typeof MyChange>;

export const PasswordChange = z
  .strictObject({
    password: Password,
    currentPassword: Password.optional().describe('Needed when you change your own.'),
  })
  .meta({
    id: 'PasswordChange',
    example: { password: 'teh-tawar-tanpa-es', currentPassword: 'kopi-susu-tanpa-gula' },
  });
export type PasswordChange = z.infer<typeof PasswordChange>;

export const NewPassword = z
  .object({ password: z.string().describe('Never told again.') })
  .meta({ id: 'NewPassword', example: { password: 'hV7mQxT2pKc9RwYb4nZd' } });
export type NewPassword = z.infer<typeof NewPassword>;

const keyExample = {
  id: 3,
  prefix: 'q2Vb0xTe',
  name: 'Shopee sync job',
  scopes: ['feed:shopee'],
  createdBy: 'user:owner',
  createdAt: '2026-03-31T09:15:00.000+07:00',
  lastUsedAt: null,
  revokedAt: null,
};
export const KeyView = z
  .object({
    id: z.int(),
    prefix: z.string().describe('The first characters after `lrs_`.'),
    name: z.string(),
    scopes: z.array(z.string()),
    createdBy: z.string(),
    createdAt: InstantText,
    lastUsedAt: InstantText.nullable(),
    revokedAt: InstantText.nullable(),
  })
  .meta({ id: 'ApiKey', example: keyExample });
export type KeyView = z.infer<typeof KeyView>;
export const KeyPage = pageOf(KeyView).meta({ id: 'ApiKeyPage' });

export const NewKey = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.string().max(80)).min(1).max(20).describe('`read`, `ingest`, `metrics`, `feed:<channel>`'),
  })
  .meta({ id: 'NewApiKey', example: { name: 'Shopee sync job', scopes: ['feed:shopee'] } });
export type NewKey = z.infer<typeof NewKey>;

export const AddedKey = KeyView.extend({ key: z.string().describe('The key itself; never told again.') }).meta({
  id: 'AddedApiKey',
  example: { ...keyExample, key: 'lrs_q2Vb0xTe...' },
});
export type AddedKey = z.infer<typeof AddedKey>;

export const AuditQuery = PageQuery.extend({
  actor: z.string().max(128).optional().describe('Exactly, e.g. user:owner'),
  action: z.string().max(64).optional().describe('Exactly, e.g. channel.hold'),
  subject: z.string().max(255).optional().describe('Exactly, e.g. channel:shopee'),
  from: DayInput.optional().describe('First day, in the shop’s time zone'),
  to: DayInput.optional().describe('Last day, inclusive'),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditView = z
  .object({
    id: z.int(),
    at: InstantText,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
    ip: z.string().nullable(),
  })
  .meta({
    id: 'AuditEntry',
    example: {
      id: 71,
      at: '2026-03-31T09:15:00.000+07:00',
      actor: 'user:owner',
      action: 'channel.hold',
      subject: 'channel:shopee',
      detail: { reason: 'prices look wrong' },
      ip: '203.0.113.7',
    },
  });
export type AuditView = z.infer<typeof AuditView>;
export const AuditPage = pageOf(AuditView).meta({ id: 'AuditPage' });
