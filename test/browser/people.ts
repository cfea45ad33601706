import type { Role } from '../../src/core/access.js';

export const PASSWORD = 'kopi-susu-tanpa-gula';

/** Who may log in to the shop of the stories, all with the same password; the second owner gives second approvals. */
export const PEOPLE = {
  owner: { name: 'owner', role: 'owner' },
  merchandiser: { name: 'siti', role: 'merchandiser' },
  viewer: { name: 'budi', role: 'viewer' },
  secondOwner: { name: 'dewi', role: 'owner' },
} as const satisfies Record<string, { name: string; role: Role }>;

export type Person = keyof typeof PEOPLE;
