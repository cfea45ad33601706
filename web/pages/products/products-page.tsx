import { Button, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBox, IconSearchOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useProducts } from '../../api/products';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { partsText } from '../../text/parts';
import { productsText } from '../../text/products';
import { useText } from '../../text/texts';
import { ProductCards } from './product-cards';
import { ProductFilters } from './product-filters';
import { ProductTable } from './product-table';
import { useProductFilter } from './use-product-filter';

export default function ProductsPage(): React.JSX.Element {
  const text = useText(productsText);
  return (
    <Page title={text.title} intro={text.intro}>
      <Stack gap="md">
        <ProductFilters />
        <ProductList />
      </Stack>
    </Page>
  );
}

function ProductList(): React.JSX.Element {
  const text = useText(productsText);
  const parts = useText(partsText);
  const { filter, isNarrowed, clear } = useProductFilter();
  const products = useProducts(filter);
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  if (products.isPending) return <Loading />;
  if (products.isError) return <ProblemNote error={products.error} retry={() => void products.refetch()} />;
  const rows = products.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0 && isNarrowed) {
    return (
      <EmptyState
        Icon={IconSearchOff}
        title={text.nothing}
        action={
          <Button variant="light" onClick={clear}>
            {parts.clearFilters}
          </Button>
        }
      >
        {text.nothingWhy}
      </EmptyState>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState
        Icon={IconBox}
        title={text.none}
        action={
          <Button component={Link} to="/start">
            {text.importNow}
          </Button>
        }
      >
        {text.noneWhy}
      </EmptyState>
    );
  }
  return (
    <Stack gap="md" aria-busy={products.isFetching}>
      {isWide ? <ProductTable rows={rows} /> : <ProductCards rows={rows} />}
      {products.hasNextPage && (
        <Button
          variant="default"
          mx="auto"
          loading={products.isFetchingNextPage}
          onClick={() => void products.fetchNextPage()}
        >
          {parts.more}
        </Button>
      )}
    </Stack>
  );
}
