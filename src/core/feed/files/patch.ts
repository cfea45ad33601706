import { HEADER_ROWS_MAX, type Cell } from '../../intake/header.js';
import { headerKey } from '../../intake/mapping.js';
import { Refusal } from '../../refusal.js';
import type { Money } from '../../units.js';
import { isFormulaLike, obstacleOf, type PatchFormat, type Role } from './format.js';
import type { FileNotation, Obstacle, PriceLine } from './line.js';
import type { Carried } from './table.js';

/** A row of the merchant's file, with the line on which it stands. */
export interface SheetRow {
  line: number;
  cells: readonly Cell[];
}

/** A cell that gets another content; columns count from 0. */
export interface CellEdit {
  line: number;
  column: number;
  text: string;
}

export interface PatchPlan extends Carried {
  edits: CellEdit[];
  /** By entry: the price that the file showed before, where it could be read. */
  shown: Map<number, Money>;
  /** Where each role stands in the rows. */
  positions: Positions;
  /** Rows with a product, top to bottom. */
  data: SheetRow[];
  /** By entry: the lines of its rows. */
  linesOf: Map<number, number[]>;
}

type Positions = Partial<Record<Exclude<Role, 'kept'>, number>> & { kept: number[] };

/** How well a row would do as the header: 1,000 and more is fully. */
export function patchScore(format: PatchFormat, cells: readonly Cell[]): number {
  const positions = positionsOf(format, cells);
  const found = Object.keys(positions).length - 1;
  return found + (isComplete(format, positions, cells) ? 1_000 : 0);
}

/**
 * Finds the rows of the lines in the merchant's own file, by the channel's ids where the listing names them, else by SKU, and
 * says what is to be written where.
 * @throws Refusal `not-that-file`, `too-many-products`, `price-not-editable`
 */
export function planPatch(
  format: PatchFormat,
  lines: readonly PriceLine[],
  rows: readonly SheetRow[],
  notation: FileNotation,
): PatchPlan {
  const { at, positions } = headerOf(format, rows);
  refuseLockedPrices(format, rows.slice(at + 1, at + 8), positions);
  const data = rows.slice(at + 1).filter(({ cells }) => isData(positions, cells));
  if (format.rowsMax !== null && data.length > format.rowsMax) {
    const message = `The file has ${data.length} products, and the channel takes ${format.rowsMax} at a time: download it in parts.`;
    throw new Refusal('invalid', 'too-many-products', message, { rows: data.length, max: format.rowsMax });
  }
  const finder = new RowFinder(positions, data);
  const plan: PatchPlan = {
    edits: [],
    carried: [],
    leftOut: [],
    shown: new Map(),
    positions,
    data,
    linesOf: new Map(),
  };
  for (const line of lines) {
    const found = obstacleOf(format, line, notation) ?? finder.find(line);
    if (typeof found === 'string') {
      plan.leftOut.push({ line, obstacle: found });
      continue;
    }
    const shown = amountIn(found[0]!.cells[positions.price!], notation.scale);
    if (shown !== null) plan.shown.set(line.entryId, shown);
    plan.carried.push(line);
    plan.linesOf.set(
      line.entryId,
      found.map((row) => row.line),
    );
    const cells = Object.entries(format.cells(line, notation)) as ['price' | 'compareAt', string][];
    for (const row of found) {
      for (const [role, text] of cells) {
        const column = positions[role];
        if (column === undefined || textOf(row.cells[column]) === text) continue;
        plan.edits.push({ line: row.line, column, text });
      }
    }
  }
  return plan;
}

/**
 * The rows of a plan as a new file: of each group that changes all rows, with the columns that name them and the prices.
 * Groups with a cell that would be a formula in a spreadsheet are left out, and so are the lines of those.
 */
export function rowsOfGroups(
  plan: PatchPlan,
  header: readonly Cell[],
): { rows: string[][]; leftOut: Carried['leftOut'] } {
  const { positions, data, edits } = plan;
  const named = [positions.group!, positions.sku!, positions.price!, positions.compareAt!, ...positions.kept];
  const columns = [...new Set(named)].sort((a, b) => a - b);
  const edited = new Map(edits.map(({ line, column, text }) => [`${line}:${column}`, text]));
  const groupOf = new Map(data.map((row) => [row.line, textOf(row.cells[positions.group!])]));
  const wanted = new Map<string, PriceLine[]>();
  for (const line of plan.carried) {
    for (const group of new Set(plan.linesOf.get(line.entryId)!.map((each) => groupOf.get(each)!))) {
      wanted.set(group, [...(wanted.get(group) ?? []), line]);
    }
  }
  const rows: string[][] = [columns.map((column) => String(header[column] ?? ''))];
  const unsafe = new Set<string>();
  const byGroup = new Map<string, string[][]>();
  for (const { line, cells } of data) {
    const group = groupOf.get(line)!;
    if (!wanted.has(group)) continue;
    const texts = columns.map((column) => edited.get(`${line}:${column}`) ?? String(cells[column] ?? ''));
    if (texts.some(isFormulaLike)) unsafe.add(group);
    byGroup.set(group, [...(byGroup.get(group) ?? []), texts]);
  }
  for (const [group, found] of byGroup) if (!unsafe.has(group)) rows.push(...found);
  const lost = new Set([...unsafe].flatMap((group) => wanted.get(group)!));
  return { rows, leftOut: [...lost].map((line) => ({ line, obstacle: 'formula-like' as const })) };
}

function positionsOf(format: PatchFormat, cells: readonly Cell[]): Positions {
  const keys = cells.map((cell) => headerKey(textOf(cell)));
  const positions: Positions = { kept: [] };
  for (const [role, titles] of Object.entries(format.titles) as [Role, readonly string[]][]) {
    const found = titles.map((title) => keys.indexOf(headerKey(title))).filter((at) => at >= 0);
    if (role === 'kept') positions.kept = found;
    else if (found.length > 0) positions[role] = found[0]!;
  }
  return positions;
}

function isComplete({ needs, foreign = [] }: PatchFormat, positions: Positions, cells: readonly Cell[]): boolean {
  if (!needs.every((roles) => roles.some((role) => role !== 'kept' && positions[role] !== undefined))) return false;
  const keys = new Set(cells.map((cell) => headerKey(textOf(cell))));
  return !foreign.some((title) => keys.has(headerKey(title)));
}

function headerOf(format: PatchFormat, rows: readonly SheetRow[]): { at: number; positions: Positions } {
  const head = rows.slice(0, HEADER_ROWS_MAX);
  const at = head.findIndex(({ cells }) => isComplete(format, positionsOf(format, cells), cells));
  if (at >= 0) return { at, positions: positionsOf(format, head[at]!.cells) };
  const message = `This is not the file that is needed: ${format.download}. Download it from the channel and take that one, unchanged.`;
  throw new Refusal('invalid', 'not-that-file', message, { wanted: format.download });
}

/** Hint rows between header and data say which columns the channel will not read back. */
function refuseLockedPrices(format: PatchFormat, hints: readonly SheetRow[], positions: Positions): void {
  const isLocked = hints.some(
    ({ cells }) =>
      !isData(positions, cells) &&
      /tidak dapat di(edit|ubah)|(can ?not|not) be (edited|changed)|not editable|read.?only/i.test(
        textOf(cells[positions.price!]),
      ),
  );
  if (!isLocked) return;
  const message = `The prices of this file cannot be changed. Download the one for prices: ${format.download}.`;
  throw new Refusal('invalid', 'price-not-editable', message, { wanted: format.download });
}

/** A row with a product: an id of the marketplace (the product's may stand on its first row only), or a variant of a shop. */
function isData({ item, variant, sku, price, group }: Positions, cells: readonly Cell[]): boolean {
  if (item !== undefined) return /^\d+$/.test(textOf(cells[item]) || textOf(cells[variant ?? -1]));
  if (textOf(cells[group ?? -1]) === '') return false;
  return textOf(cells[sku ?? -1]) !== '' || textOf(cells[price ?? -1]) !== '';
}

class RowFinder {
  private readonly byVariant = new Map<string, SheetRow[]>();
  private readonly byItem = new Map<string, SheetRow[]>();
  private readonly bySku = new Map<string, SheetRow[]>();

  constructor(positions: Positions, data: readonly SheetRow[]) {
    let parent = { item: '', sku: '' };
    for (const row of data) {
      const text = (role: Exclude<Role, 'kept'>): string => textOf(row.cells[positions[role] ?? -1]);
      const item = text('item') || parent.item;
      const parentSku = text('parentSku');
      // The parent SKU stands on the first row of a product only.
      if (parentSku !== '' || item !== parent.item) parent = { item, sku: parentSku };
      add(this.byItem, item, row);
      add(this.byVariant, text('variant'), row);
      add(this.bySku, text('sku').replace(/^'/, '') || parent.sku, row);
    }
  }

  /** By the ids of the listing and by the names that the shop has given; else by our SKU. */
  find({ sku, externalId, externalVariantId, channelSkus }: PriceLine): SheetRow[] | Obstacle {
    const found = new Set<SheetRow>();
    const variants = this.byVariant.get(externalVariantId ?? '') ?? [];
    const items = externalVariantId === null ? (this.byItem.get(externalId ?? '') ?? []) : [];
    for (const rows of [variants, items]) if (rows.length === 1) found.add(rows[0]!);
    for (const name of channelSkus.length > 0 || found.size > 0 ? channelSkus : [sku]) {
      const rows = [...(this.byVariant.get(name) ?? []), ...(this.bySku.get(name.trim()) ?? [])];
      if (rows.length > 1) return 'ambiguous';
      if (rows.length === 1) found.add(rows[0]!);
    }
    if (found.size > 0) return [...found];
    // The product is there, but the listing does not say which of its variants it is.
    return Math.max(variants.length, items.length) > 1 ? 'ambiguous' : 'not-in-file';
  }
}

function add(index: Map<string, SheetRow[]>, key: string, row: SheetRow): void {
  if (key === '') return;
  const same = index.get(key);
  if (same === undefined) index.set(key, [row]);
  else same.push(row);
}

const textOf = (cell: Cell | undefined): string => String(cell ?? '').trim();

/** Whatever stands around the digits: `Rp 125.000`, `125000`, `12.34` with two decimals. */
function amountIn(cell: Cell | undefined, scale: number): Money | null {
  const amount =
    typeof cell === 'number'
      ? Math.round(cell * 10 ** scale)
      : scale === 0
        ? Number(
            textOf(cell)
              .replace(/[.,]00$/, '')
              .replaceAll(/\D/g, '') || NaN,
          )
        : Math.round(Number(textOf(cell) || NaN) * 10 ** scale);
  return Number.isSafeInteger(amount) ? amount : null;
}
