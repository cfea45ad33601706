// The shipped rules as a programmer would write them, without scope. bench/rules.mjs checks that they fire the same.
export function byHand(f) {
  const fired = [];
  const onHand = f['stock.onHand'];
  const stale = f['stock.staleUnits'];
  const age = f['stock.ageDaysOldest'];
  const cover = f['stock.coverDays'];
  const cut = f['channel.discountBp'];
  const inStock = f['stock.daysInStock30'];
  const gap = f['competitor.gapBp'];
  if (onHand < 0) fired.push('alert-negative-stock');
  if (onHand > 0) {
    if (f['product.costKnown'] === false) fired.push('alert-unknown-cost');
    if (age !== null && age <= 14 && f['stock.ageIsAtLeast'] === false && inStock <= 14 && cut === 0)
      fired.push('hold-new-arrival');
    const toCampaign = f['calendar.daysToCampaign'];
    if (toCampaign !== null && toCampaign >= 1 && toCampaign <= 3 && cut === 0) fired.push('hold-before-campaign');
    if (stale === 0) {
      if (cover !== null && cover <= 30 && cut > 0) fired.push('restore-when-healthy');
      if (cover !== null && inStock >= 21) {
        if (cover >= 120 && cut < 500) fired.push('overstock-by-cover');
        if (cover >= 60 && cut === 0 && f['calendar.isPayday'] === true) fired.push('payday-voucher');
      }
    }
    const advice = f['cut.advice'];
    if (advice === 'step-back' && cut > 0) fired.push('step-back-when-sold');
    if (stale > 0 && advice === 'hold' && cut > 0) fired.push('hold-while-on-plan');
    if (stale > 0 && (cover === null || cover > 90)) {
      if (age !== null) {
        if (age >= 31 && age <= 60 && cut < 1000) fired.push('age-31-60');
        if (age >= 61 && age <= 90 && cut < 2000) fired.push('age-61-90');
        if (age > 90 && cut < 2000) fired.push('age-over-90');
        if (f['competitor.known'] === true && cut < 500) {
          if (age <= 90 && gap > 300) fired.push('marketplace-only-cut');
          if (age <= 60 && gap !== null && gap >= -300 && gap <= 300) fired.push('voucher-near-competitor');
        }
        if (age >= 46 && age <= 90 && cut === 0 && f['pair.known'] === true) {
          const [lift, support] = [f['pair.liftMilli'], f['pair.support']];
          if (lift !== null && lift >= 1500 && support !== null && support >= 10) fired.push('bundle-stale-partner');
        }
      }
      const trend = f['channelSales.trendBp'];
      const running = f['cut.daysRunning'];
      if (
        advice === 'step-up' &&
        running !== null &&
        running >= 14 &&
        (f['channelSales.units7'] === 0 || (trend !== null && trend <= 0))
      ) {
        if (cut >= 500 && cut < 2000) fired.push('raise-stuck-cut');
        if (cut >= 2000 && cut < 3500) fired.push('raise-stuck-deep-cut');
      }
    }
  }
  return fired;
}
