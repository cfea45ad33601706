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
export const OrderWordList = z.object({ items: z.array(OrderWordView) }).meta({ id: 'OrderWordList' });
export type OrderWordList = z.infer<typeof OrderWordList>;

export const OrderWordChange = z
  .strictObject({ export: z.string().min(1).max(64), word, state: state.nullable().describe('null: forget it.') })
  .meta({ id: 'OrderWordChange', example: { export: 'lazada-orders', word: 'packed', state: 'underway' } });
export type OrderWordChange = z.infer<typeof OrderWordChange>;
