import { Initial1764000000000 } from './1-initial.js';
import { RuleVersions1764100000000 } from './2-rule-versions.js';
import { RunSheets1764300000000 } from './3-run-sheets.js';
import { BoughtTogether1764450000000 } from './4-bought-together.js';
import { Outcomes1764460000000 } from './5-outcomes.js';
import { Drift1764470000000 } from './6-drift.js';
import { Inbox1764480000000 } from './7-inbox.js';
import { StaleTotals1764500000000 } from './9-stale-totals.js';
import { ColumnMappings1764520000000 } from './11-column-mappings.js';
import { Calendar1764600000000 } from './12-calendar.js';
import { Webhooks1764610000000 } from './13-webhooks.js';
import { Digests1764620000000 } from './14-digests.js';
import { ChannelSkus1764630000000 } from './15-channel-skus.js';
import { PriceFiles1764640000000 } from './16-price-files.js';
import { ChannelProfiles1764650000000 } from './17-channel-profiles.js';
import { PriceLedger1764660000000 } from './18-price-ledger.js';
import { OrderChannel1764670000000 } from './19-order-channel.js';
import { NotOurs1764680000000 } from './20-not-ours.js';

/** In the order in which they run. A list, not a glob: the same in source, in tests and compiled. */
export const MIGRATIONS = [
  Initial1764000000000,
  RuleVersions1764100000000,
  RunSheets1764300000000,
  BoughtTogether1764450000000,
  Outcomes1764460000000,
  Drift1764470000000,
  Inbox1764480000000,
  StaleTotals1764500000000,
  ColumnMappings1764520000000,
  Calendar1764600000000,
  Webhooks1764610000000,
  Digests1764620000000,
  ChannelSkus1764630000000,
  PriceFiles1764640000000,
  ChannelProfiles1764650000000,
  PriceLedger1764660000000,
  OrderChannel1764670000000,
  NotOurs1764680000000,
];
