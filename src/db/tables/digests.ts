import { EntitySchema } from 'typeorm';
import type { Digest, DigestSetting, MessageStatus } from '../../core/digest/digest.js';
import { big, id, int, json, key, maybe, text } from './columns.js';

export const DigestSettingTable = new EntitySchema<DigestSetting>({
  name: 'digest_setting',
  columns: {
    userId: key(int()),
    channels: json(),
    mail: maybe(text(254)),
    phone: maybe(text(20)),
    at: text(5),
    quietWeekdays: json(),
    quietDates: json(),
    testedAt: maybe(big()),
    updatedAt: big(),
  },
});

export const DigestTable = new EntitySchema<Digest>({
  name: 'digest',
  columns: {
    id: id(),
    userId: int(),
    day: int(),
    channel: text(16),
    runId: int(),
    state: text(16),
    attempt: int(),
    nextAt: maybe(big()),
    claimedAt: big(),
    sentAt: maybe(big()),
    messageId: maybe(text(255)),
    error: maybe(text(500)),
    delivery: maybe(text(16)),
    deliveryAt: maybe(big()),
  },
  indices: [
    { name: 'uq_digest_user_day', columns: ['userId', 'day', 'channel'], unique: true },
    { name: 'ix_digest_message', columns: ['messageId'] },
  ],
});

export const MessageStatusTable = new EntitySchema<MessageStatus>({
  name: 'message_status',
  columns: { messageId: key(text(255)), status: key(text(16)), at: big(), error: maybe(text(500)) },
});
