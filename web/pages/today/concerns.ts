import type { Summary } from '../../../src/contract/summary';
import type { Format } from '../../text/format';
import type { todayText } from '../../text/today';
import type { useText } from '../../text/texts';

/** Something that is wrong or missing, and where it can be mended. */
export interface Concern {
  sentence: string;
  to: string;
  /** `wrong` stands before `note`. */
  weight: 'wrong' | 'note';
}

type Words = ReturnType<typeof useText<typeof todayText.id>>;

/** Missing this many whole days, data is called old; one day late is usual. */
const LATE_DAYS = 2;

/** What an owner should look at, worst first; empty: all is well. */
export function concernsOf(summary: Summary, text: Words, format: Format): Concern[] {
  const { feed, imports, run, data } = summary;
  const count = (value: number) => ({ count: format.number(value) });
  const found: Concern[] = [];
  const add = (isSo: boolean, weight: Concern['weight'], to: string, sentence: () => string): void => {
    if (isSo) found.push({ sentence: sentence(), to, weight });
  };
  add(run?.state === 'failed', 'wrong', `/runs/${run?.id}`, () => text.runFailed({ day: format.day(run?.asOf) }));
  for (const job of imports.failed) {
    add(true, 'wrong', `/imports/${job.id}`, () => text.importFailed({ file: job.fileName }));
  }
  add(feed.refused > 0, 'wrong', '/feed', () => text.refused(count(feed.refused)));
  add(feed.drifted > 0, 'wrong', '/feed', () => text.drifted(count(feed.drifted)));
  add(feed.unknown > 0, 'wrong', '/feed', () => text.unknown(count(feed.unknown)));
  if (data !== null) {
    const { lastSaleOn, lastStockOn, daysWithoutSales, daysWithoutStock } = data;
    const said = (days: number | null, day: string | null) => ({ days: format.number(days), day: format.day(day) });
    add(lastSaleOn === null, 'wrong', '/imports', () => text.noSalesAtAll);
    add((daysWithoutSales ?? 0) >= LATE_DAYS, 'wrong', '/imports', () =>
      text.noSales(said(daysWithoutSales, lastSaleOn)),
    );
    add((daysWithoutStock ?? 0) >= LATE_DAYS, 'wrong', '/imports', () =>
      text.noStock(said(daysWithoutStock, lastStockOn)),
    );
  }
  add(run === null, 'note', '/runs', () => text.noRun);
  add(feed.held.length > 0, 'note', '/feed', () => text.held({ channels: format.list(feed.held) }));
  const isOnItsWay = run?.state === 'queued' || run?.state === 'running';
  add(isOnItsWay, 'note', `/runs/${run?.id}`, () => text.runOpen);
  add(run !== null && !isOnItsWay && imports.sinceRun > 0, 'note', '/runs', () =>
    text.newData(count(imports.sinceRun)),
  );
  return found;
}
