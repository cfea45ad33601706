import { Anchor, Badge, Button, Group, List, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconHourglassLow } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import type { ProductDetail } from '../../../src/contract/products';
import { useProduct } from '../../api/products';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { productText } from '../../text/product';
import { useText } from '../../text/texts';
import { DemandSection } from './demand-section';
import { LayerSection } from './layer-section';
import { LedgerList } from './ledger-list';
import { OpenSuggestions } from './open-suggestions';
import { OutcomeSection } from './outcome-section';
import { PartnerSection } from './partner-section';
import { PlanSection } from './plan-section';
import { PriceSection } from './price-section';
import classes from './product-page.module.css';
import { RuleSection } from './rule-section';
import { SalesSection } from './sales-section';
import { StockFigures } from './stock-figures';

export default function ProductPage(): React.JSX.Element {
  const text = useText(productText);
  const { sku = '' } = useParams();
  const product = useProduct(sku);
  if (product.isPending) return <Loading />;
  if (product.isError) {
    return (
      <Page title={text.unknownTitle}>
        <Stack align="flex-start">
          <ProblemNote error={product.error} retry={() => void product.refetch()} />
          <Button component={Link} to="/products" variant="default">
            {text.back}
          </Button>
        </Stack>
      </Page>
    );
  }
  return <Shown product={product.data} />;
}

function Shown({ product }: { product: ProductDetail }): React.JSX.Element {
  const text = useText(productText);
  const { ledger } = text;
  const { sku, name } = product;
  return (
    <>
      <Anchor component={Link} to="/products" fz="sm" c="dimmed" mb={4} className={classes.back!}>
        <IconArrowLeft size={14} aria-hidden /> {text.back}
      </Anchor>
      <Page title={name} intro={<Names product={product} />}>
        <Stack gap="lg">
          <Notes product={product} />
          <StockFigures product={product} />
          <div className={classes.columns}>
            <Stack gap="lg" miw={0} className={classes.column}>
              <SalesSection sku={sku} />
              <LayerSection stock={product.stock} asOf={product.asOf} />
              <DemandSection product={product} />
              <PriceSection product={product} />
              <Section title={ledger.title} intro={ledger.intro}>
                <LedgerList sku={sku} />
              </Section>
              <OutcomeSection sku={sku} />
              {product.factsOf !== null && product.stock.onHand > 0 && <PlanSection sku={sku} />}
            </Stack>
            <Stack gap="lg" miw={0} className={classes.column}>
              <div className={classes.first}>
                <OpenSuggestions sku={sku} />
              </div>
              <PartnerSection sku={sku} />
              <RuleSection product={product} />
            </Stack>
          </div>
        </Stack>
      </Page>
    </>
  );
}

function Names({ product }: { product: ProductDetail }): React.JSX.Element {
  const text = useText(productText);
  const { sku, category, brand, stock } = product;
  return (
    <Group component="span" gap={8} mt={4}>
      <Text span ff="monospace" fz="sm" style={{ overflowWrap: 'anywhere' }}>
        {sku}
      </Text>
      {category !== null && <Text span>{category}</Text>}
      {brand !== null && <Text span>{text.brand({ brand })}</Text>}
      {stock.isFlagged && (
        <Badge
          component="span"
          variant="outline"
          color="orange"
          c="var(--mantine-color-text)"
          tt="none"
          radius="sm"
          leftSection={<IconHourglassLow size={12} aria-hidden />}
        >
          {text.flagged}
        </Badge>
      )}
    </Group>
  );
}

/** What a reader should know before believing the figures. */
function Notes({ product }: { product: ProductDetail }): React.JSX.Element | null {
  const text = useText(productText);
  const format = useFormat();
  const known: Record<string, string> = text.marks;
  const notes = [
    ...(product.status === 'inactive' ? [text.inactive] : []),
    ...(product.isStub ? [text.stub] : []),
    ...product.stock.marks.flatMap((mark) => known[mark] ?? []),
  ];
  return (
    <div>
      <Text fz="sm" c="dimmed">
        {text.asOf({ day: format.day(product.asOf) })}
      </Text>
      {notes.length > 0 && (
        <List fz="sm" mt={4}>
          {notes.map((note) => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      )}
    </div>
  );
}
