import { z } from 'zod';
import { ORDER_PHASES } from '../core/intake/rows.js';

const state = z
  .enum(ORDER_PHASES)
  .describe('unpaid and hold count nothing yet; underway and completed are sold; returned is sold and taken back.');
const word = z.string().trim().min(1).max(200);

export const OrderWordView = z
  .object({
    export: z.string().describe('As recognised files name it.'),
    title: z.string(),
    word,
    state,
    isOwn: z.boolean().describe('The shop has said it; else it came with the program.'),
  })
  .meta({
    id: 'OrderWord',
    example: { export: 'lazada-orders', title: 'Lazada: orders', word: 'packed', state: 'underway', isOwn: true },
  });
export type OrderWordView = z.infer<typeof OrderWordView>;
export const OrderWordList = z.object({ items: z.array(OrderWordView) }).meta({ id: 'OrderWordList' });
export type OrderWordList = z.infer<typeof OrderWordList>;

export const ImportOrderWords = z
  .object({
    export: z.string().nullable().describe('The export as which the file was recognised; null when it was none.'),
    title: z.string().nullable(),
    items: z
      .array(
        z.object({
          word,
          rows: z.int().describe('Rejected rows that have it.'),
          state: state.nullable().describe('What it counts as by now; null while nobody has said it.'),
        }),
      )
      .describe('The word of most rows first.'),
  })
  .meta({
    id: 'ImportOrderWords',
    example: {
      export: 'lazada-orders',
      title: 'Lazada: orders',
      items: [{ word: 'packed', rows: 12, state: null }],
    },
  });
export type ImportOrderWords = z.infer<typeof ImportOrderWords>;

export const OrderWordChange = z
  .strictObject({ export: z.string().min(1).max(64), word, state: state.nullable().describe('null: forget it.') })
  .meta({ id: 'OrderWordChange', example: { export: 'lazada-orders', word: 'packed', state: 'underway' } });
export type OrderWordChange = z.infer<typeof OrderWordChange>;
