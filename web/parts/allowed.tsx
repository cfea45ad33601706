import type { ReactNode } from 'react';
import type { Role } from '../../src/core/access';
import { useMay } from '../api/session';

/** Shows its children to people of `role` and above only; the server refuses the others too. */
export function Allowed({ role, children }: { role: Role; children: ReactNode }): ReactNode {
  return useMay(role) ? children : null;
}
