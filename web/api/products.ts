import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { BoughtTogetherPage } from '../../src/contract/bought-together';
import type { CaseExplained } from '../../src/contract/explain';
import type { Page } from '../../src/contract/http';
import type { OutcomePage } from '../../src/contract/outcomes';
import type { PriceLedger } from '../../src/contract/price-ledger';
import type { ProductGroups, ProductHistory } from '../../src/contract/product-history';
import type { ProductPlanView } from '../../src/contract/product-plan';
import type { ProductDetail, ProductView } from '../../src/contract/products';
import { at, call } from './call';

const MINUTE_MS = 60_000;

/** What a list of products may be narrowed by and sorted by. */
export interface ProductFilter {
  search?: string | undefined;
  category?: string | undefined;
  brand?: string | undefined;
  flagged?: boolean | undefined;
  sort?: string | undefined;
  order?: string | undefined;
}

/** Products, page after page. */
export function useProducts(filter: ProductFilter) {
  return useInfiniteQuery({
    queryKey: ['products', filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<ProductView>>({ path: '/products', query: { ...filter, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

/** The categories and brands that there are to choose from. */
export function useProductGroups() {
  return useQuery({
    queryKey: ['product-groups'],
    queryFn: ({ signal }) => call<ProductGroups>({ path: '/product-groups', signal }),
    staleTime: MINUTE_MS,
  });
}

export function useProduct(sku: string) {
  return useQuery({
    queryKey: ['product', sku],
    queryFn: ({ signal }) => call<ProductDetail>({ path: at`/products/${sku}`, signal }),
  });
}

/** Half a year of stock, sales and prices; of one channel, or of all. */
export function useProductHistory(sku: string, channel?: string) {
  return useQuery({
    queryKey: ['product', sku, 'history', channel ?? null],
    queryFn: ({ signal }) => call<ProductHistory>({ path: at`/products/${sku}/history`, query: { channel }, signal }),
  });
}

/** What buyers paid on each channel, half a year back. */
export function usePriceLedger(sku: string) {
  return useQuery({
    queryKey: ['product', sku, 'ledger'],
    queryFn: ({ signal }) => call<PriceLedger>({ path: at`/products/${sku}/price-ledger`, signal }),
  });
}

export function usePartners(sku: string, limit: number) {
  return useQuery({
    queryKey: ['product', sku, 'partners', limit],
    queryFn: ({ signal }) =>
      call<BoughtTogetherPage>({ path: at`/products/${sku}/bought-together`, query: { limit, minSupport: 2 }, signal }),
    staleTime: MINUTE_MS,
  });
}

/** What past offers of a product brought. */
export function useOutcomes(sku: string) {
  return useQuery({
    queryKey: ['product', sku, 'outcomes'],
    queryFn: ({ signal }) => call<OutcomePage>({ path: '/outcomes', query: { sku, limit: 100 }, signal }),
  });
}

export interface PlanWishes {
  weeks: number;
  /** Null: as the policy has it. */
  salvage: number | null;
}

export function useProductPlan(sku: string, wishes: PlanWishes) {
  return useQuery({
    queryKey: ['product', sku, 'plan', wishes],
    queryFn: ({ signal }) => call<ProductPlanView>({ path: at`/products/${sku}/plan`, query: { ...wishes }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What every rule says of a product on a channel. */
export function useProductRules(sku: string, channel: string) {
  return useQuery({
    queryKey: ['product', sku, 'rules', channel],
    queryFn: ({ signal }) => call<CaseExplained>({ path: at`/products/${sku}/rules`, query: { channel }, signal }),
  });
}

/** Products whose SKU or name holds what was typed, to choose one from. */
export function useSkuSearch(search: string) {
  return useQuery({
    queryKey: ['products', 'choice', search],
    queryFn: ({ signal }) =>
      call<Page<ProductView>>({ path: '/products', query: { search, limit: 8 }, signal }).then(({ items }) => items),
    enabled: search.trim() !== '',
    placeholderData: (before) => before,
  });
}
