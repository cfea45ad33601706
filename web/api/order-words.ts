import { useQuery } from '@tanstack/react-query';
import type { ImportOrderWords, OrderWordChange, OrderWordList, OrderWordView } from '../../src/contract/order-words';
import { at, call } from './call';
import { queryClient, useSend } from './client';

export type { OrderWordView };
export type AskedWord = ImportOrderWords['items'][number];

const KEY = ['order-words'];

/** What the shop has said of words for the state of an order. */
export function useSaidWords() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call<OrderWordList>({ path: '/order-words', signal }),
    select: ({ items }) => items.filter(({ isOwn }) => isOwn),
  });
}

/** The words for which rows of an import were rejected. */
export function useAskedWords(importId: number) {
  return useQuery({
    queryKey: [...KEY, importId],
    queryFn: ({ signal }) => call<ImportOrderWords>({ path: at`/imports/${importId}/order-words`, signal }),
  });
}

/** Says what a word means; with null it is forgotten. */
export function useSayWord() {
  return useSend<OrderWordChange, OrderWordList>(
    (body) => ({ method: 'PUT', path: '/order-words', body }),
    () => void queryClient.invalidateQueries({ queryKey: KEY }),
  );
}
