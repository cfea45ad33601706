export const name = 'Larisin';
