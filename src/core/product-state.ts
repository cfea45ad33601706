import type { AgeingReport } from './ageing/report.js';
import type { ProductState } from './run.js';

/** What a run keeps of a product for lists and pages. */
export function stateOf(productId: number, report: AgeingReport, units30: number): Omit<ProductState, 'runId'> {
  const { layers, buckets, daysInStock30, daysInStock90, countDifference, marks } = report;
  return {
    productId,
    onHand: report.onHand,
    staleUnits: report.staleUnits,
    staleValue: report.staleValue,
    isFlagged: report.isFlagged,
    ageDaysOldest: report.ageDaysOldest,
    ageDeciDaysAverage: report.ageDeciDaysAverage,
    ageIsAtLeast: report.ageIsAtLeast,
    daysSinceLastSale: report.daysSinceLastSale,
    daysSinceLastReceipt: report.daysSinceLastReceipt,
    units30,
    detail: { layers, buckets, daysInStock30, daysInStock90, countDifference, marks },
  };
}
