import { useQuery } from '@tanstack/react-query';
import type { ShopChange, ShopView } from '../../src/contract/shop';
import { call } from './call';
import { queryClient, useSend } from './client';

export function useShop() {
  return useQuery({ queryKey: ['shop'], queryFn: ({ signal }) => call<ShopView>({ path: '/shop', signal }) });
}

export function useChangeShop(done: () => void) {
  return useSend<ShopChange, ShopView>(
    (body) => ({ method: 'PATCH', path: '/shop', body }),
    (shop) => {
      queryClient.setQueryData(['shop'], shop);
      void queryClient.invalidateQueries(); // how every figure and day is written may have changed
      done();
    },
  );
}
