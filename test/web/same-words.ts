/** What Indonesian and English merchants write alike; everything else that is alike was forgotten to be translated. */
export const SAME_WORDS: readonly string[] = [
  'Auto',
  'CSV',
  'Excel',
  'Larisin',
  'Margin',
  'Menu',
  'SKU',
  'Status',
  'Voucher',
  'WhatsApp',
];
