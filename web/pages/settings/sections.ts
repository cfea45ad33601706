import {
  IconBellRinging,
  IconBuildingStore,
  IconCalendarEvent,
  IconHistory,
  IconKey,
  IconMail,
  IconPlugConnected,
  IconReceipt,
  IconShieldCheck,
  IconUserCircle,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Role } from '../../../src/core/access';
import type { settingsText } from '../../text/settings';

export interface Section {
  name: keyof typeof settingsText.id.sections;
  Icon: Icon;
  /** Who may look at it. */
  role: Role;
}

/** The parts of the settings, in the order in which they are listed; the name is also the address. */
export const SECTIONS: readonly Section[] = [
  { name: 'guardrails', Icon: IconShieldCheck, role: 'viewer' },
  { name: 'fees', Icon: IconReceipt, role: 'viewer' },
  { name: 'calendar', Icon: IconCalendarEvent, role: 'viewer' },
  { name: 'channels', Icon: IconPlugConnected, role: 'viewer' },
  { name: 'shop', Icon: IconBuildingStore, role: 'viewer' },
  { name: 'users', Icon: IconUsers, role: 'owner' },
  { name: 'keys', Icon: IconKey, role: 'owner' },
  { name: 'webhooks', Icon: IconBellRinging, role: 'owner' },
  { name: 'audit', Icon: IconHistory, role: 'owner' },
  { name: 'digest', Icon: IconMail, role: 'viewer' },
  { name: 'account', Icon: IconUserCircle, role: 'viewer' },
];
