import { ActionIcon, Paper, Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { tableFeatures, useTable, type ColumnDef, type RowData } from '@tanstack/react-table';
import { Fragment, useState, type ReactNode } from 'react';
import { partsText } from '../text/parts';
import { useText } from '../text/texts';

/** Lists come sorted and in pages from the server: the table itself only lays columns out. */
const features = tableFeatures({});

export interface Column<T extends RowData> {
  id: string;
  header: string;
  cell(row: T): ReactNode;
  /** Figures stand at the right. */
  isNumber?: boolean;
  /** The name of the order that the server knows for it; left out: cannot be sorted by. */
  sort?: string;
}

export interface Sorting {
  by: string;
  direction: 'asc' | 'desc';
}

interface DataTableProps<T extends RowData> {
  /** What the table shows, for screen readers. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowId(row: T): string;
  sorting?: Sorting;
  onSort?(sorting: Sorting): void;
  /** What unfolds under a row, and the name of the button that does it. */
  detail?: { label(row: T): string; show(row: T): ReactNode };
}

/** At the right, so that digits stand under each other, and in one line. */
const FIGURE = { ta: 'right', style: { whiteSpace: 'nowrap' } } as const;
const ARIA = { asc: 'ascending', desc: 'descending' } as const;

export function DataTable<T extends RowData>(props: DataTableProps<T>): React.JSX.Element {
  const { label, columns, rows, rowId, sorting, onSort, detail } = props;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const turn = (id: string): void =>
    setOpen((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]));
  const defs: ColumnDef<typeof features, T>[] = columns.map((column) => ({
    id: column.id,
    header: column.header,
    cell: ({ row }) => column.cell(row.original),
  }));
  const text = useText(partsText);
  const table = useTable({ features, columns: defs, data: rows as T[], getRowId: rowId });
  const of = new Map(columns.map((column) => [column.id, column]));
  return (
    <Paper withBorder>
      <Table.ScrollContainer
        minWidth={Math.min(160 * columns.length, 640)}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      >
        <Table verticalSpacing="xs" highlightOnHover highlightOnHoverColor="var(--larisin-ground)" aria-label={label}>
          <Table.Thead>
            <Table.Tr>
              {detail !== undefined && (
                <Table.Th w={44}>
                  <VisuallyHidden>{text.details}</VisuallyHidden>
                </Table.Th>
              )}
              {table.getFlatHeaders().map((header) => {
                const column = of.get(header.id)!;
                const isSorted = column.sort !== undefined && sorting?.by === column.sort;
                return (
                  <Table.Th
                    key={header.id}
                    ta={column.isNumber ? 'right' : undefined}
                    aria-sort={isSorted ? ARIA[sorting.direction] : undefined}
                  >
                    {column.sort === undefined || onSort === undefined ? (
                      column.header
                    ) : (
                      <SortButton column={column} sorting={isSorted ? sorting : null} onSort={onSort} />
                    )}
                  </Table.Th>
                );
              })}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.getRowModel().rows.map((row) => (
              <Fragment key={row.id}>
                <Table.Tr>
                  {detail !== undefined && (
                    <Table.Td>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={detail.label(row.original)}
                        aria-expanded={open.has(row.id)}
                        onClick={() => turn(row.id)}
                      >
                        {open.has(row.id) ? <IconChevronDown size={18} /> : <IconChevronRight size={18} />}
                      </ActionIcon>
                    </Table.Td>
                  )}
                  {row.getAllCells().map((cell) => (
                    <Table.Td key={cell.id} {...(of.get(cell.column.id)!.isNumber ? FIGURE : {})}>
                      <table.FlexRender cell={cell} />
                    </Table.Td>
                  ))}
                </Table.Tr>
                {detail !== undefined && open.has(row.id) && (
                  <Table.Tr className="detail-row">
                    <Table.Td />
                    <Table.Td colSpan={columns.length}>{detail.show(row.original)}</Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

interface SortButtonProps<T extends RowData> {
  column: Column<T>;
  sorting: Sorting | null;
  onSort(sorting: Sorting): void;
}

/** First the largest (figures) or the first of the alphabet, then the other way round. */
function SortButton<T extends RowData>({ column, sorting, onSort }: SortButtonProps<T>): React.JSX.Element {
  const text = useText(partsText);
  const first = column.isNumber ? 'desc' : 'asc';
  const other = first === 'asc' ? 'desc' : 'asc';
  const next = sorting?.direction === first ? other : first;
  return (
    <UnstyledButton
      fz="sm"
      fw={700}
      aria-label={text.sortBy({ column: column.header })}
      onClick={() => onSort({ by: column.sort!, direction: next })}
    >
      {column.header}
      {sorting?.direction === 'asc' && <IconArrowUp size={14} aria-hidden />}
      {sorting?.direction === 'desc' && <IconArrowDown size={14} aria-hidden />}
    </UnstyledButton>
  );
}
