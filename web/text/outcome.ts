import { texts } from './texts';

/** What an approved offer brought. */
export const outcomeText = texts({
  id: {
    title: 'Hasilnya',
    from: ({ day }: { day: string }) => `mulai ${day}`,
    period: ({ from, to }: { from: string; to: string }) => `${from} s.d. ${to}`,
    gainedUnits: ({ units, low, high }: { units: string; low: string; high: string }) =>
      `Karena penawaran: ${units} unit (antara ${low} dan ${high})`,
    noEffect: 'Belum terbukti berpengaruh',
    effects: { more: 'Terbukti menambah', fewer: 'Terbukti mengurangi' },
    stillRunning: 'masih berjalan',
    profitGained: ({ profit }: { profit: string }) => `laba ${profit}`,
  },
  en: {
    title: 'What it brought',
    from: ({ day }) => `from ${day}`,
    period: ({ from, to }) => `${from} to ${to}`,
    gainedUnits: ({ units, low, high }) => `Because of the offer: ${units} units (between ${low} and ${high})`,
    noEffect: 'No effect proven',
    effects: { more: 'Proven to sell more', fewer: 'Proven to sell fewer' },
    stillRunning: 'still running',
    profitGained: ({ profit }) => `profit ${profit}`,
  },
});
