import { useSyncExternalStore } from 'react';
import type { ImportKind } from '../../../src/core/intake/records';
import { followImport, isOver, recogniseFile, sendImport } from '../../api/imports';
import { ApiProblem } from '../../api/problem';
import { furtherKinds, inOrder, isComplete, isIn, mappingOf, readAs, stage, waitsFor, type StagedFile } from './staged';

/** Larger files are checked when somebody asks for it: they are sent once for the check and once for the import. */
const CHECKED_BY_ITSELF_BYTES = 20_000_000;

/**
 * The files that somebody is about to import. Kept outside of the page, so that looking at another page loses nothing;
 * what is under way goes on.
 */
class Desk {
  private files: readonly StagedFile[] = [];
  private readonly listeners = new Set<() => void>();
  private isImportingAll = false;
  /** What to call when a file is taken off the desk. */
  private readonly leaving = new Map<number, () => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): readonly StagedFile[] => this.files;

  add(files: readonly File[]): void {
    const staged = files.map(stage);
    this.set([...this.files, ...staged]);
    for (const each of staged) void this.look(each);
  }

  remove(id: number): void {
    this.leaving.get(id)?.();
    this.set(this.files.filter((each) => each.id !== id));
    this.checkNext();
  }

  change(id: number, change: (staged: StagedFile) => StagedFile): void {
    this.set(this.files.map((each) => (each.id === id ? change(each) : each)));
  }

  /** Says what the file is; then it is checked by itself if nothing more has to be said. */
  choose(id: number, kind: ImportKind): void {
    this.change(id, (staged) => readAs(staged, kind));
    this.checkNext();
  }

  /** Reads everything and changes nothing. */
  check(id: number): Promise<void> {
    return this.send(id, { dryRun: true });
  }

  /** Checks the file of an import again, when it is on the desk still. False when it is not. */
  checkAgain(importId: number): boolean {
    const staged = this.files.find(({ job }) => job?.id === importId);
    if (staged !== undefined) void this.check(staged.id);
    return staged !== undefined;
  }

  async import(id: number, isPartial = false): Promise<void> {
    await this.send(id, { partial: isPartial });
    const staged = this.find(id);
    if (staged?.kind === 'products' && isIn(staged)) this.set(this.files.map(withNewProducts));
    this.checkNext();
  }

  /** Every file that can be read, one after the other, products first. */
  async importAll(): Promise<void> {
    this.isImportingAll = true; // or the next one would be checked before its turn
    try {
      for (const { id } of inOrder(this.files)) {
        const staged = this.find(id);
        if (staged !== undefined && canStart(staged) && !isIn(staged)) await this.import(id);
      }
    } finally {
      this.isImportingAll = false;
    }
  }

  /** Takes away what is done with. */
  clear(): void {
    this.set(this.files.filter((each) => !isIn(each)));
  }

  private async look(staged: StagedFile): Promise<void> {
    const { id, file } = staged;
    const abort = new AbortController();
    this.leaving.set(id, () => abort.abort());
    try {
      const recognition = await recogniseFile(file, abort.signal);
      this.change(id, (each) => {
        const seen = { ...each, recognition, phase: 'ready' as const };
        return recognition.kind === null ? seen : readAs(seen, recognition.kind);
      });
      const seen = this.find(id);
      if (seen !== undefined) this.set([...this.files, ...furtherKinds(seen)]);
      this.checkNext();
    } catch (error) {
      // A workbook that is too large to be looked at beforehand can still be imported: a person says what it holds.
      const isLarge = error instanceof ApiProblem && error.code === 'file-too-large';
      this.change(id, (each) => (isLarge ? { ...each, phase: 'ready' } : { ...each, phase: 'unreadable', error }));
      this.checkNext();
    }
  }

  /** Small files whose kind is known are checked without being asked, once the products that they name are in. */
  private checkNext(): void {
    // What is still being looked at may be the products that the others name.
    if (this.isImportingAll || this.files.some(({ phase }) => phase === 'looking')) return;
    for (const staged of this.files) {
      const isNew = staged.phase === 'ready' && staged.job === null && staged.error === null && !staged.isMapped;
      const isSmall = staged.file.size <= CHECKED_BY_ITSELF_BYTES;
      if (isNew && isSmall && canStart(staged) && waitsFor(staged, this.files) === null) void this.check(staged.id);
    }
  }

  /** Sends the file and stays with it until the server has done with it. */
  private async send(id: number, how: { dryRun?: boolean; partial?: boolean }): Promise<void> {
    const staged = this.find(id);
    if (staged === undefined || staged.kind === null || !canStart(staged)) return;
    const abort = new AbortController();
    this.leaving.set(id, () => abort.abort());
    this.change(id, (each) => ({ ...each, phase: 'sending', sent: 0, error: null, job: null }));
    const mapping = mappingOf(staged);
    const { kind, decimal, channel, createProducts, createChannels, remember, file } = staged;
    try {
      const job = await sendImport(
        file,
        kind,
        { ...how, decimal, channel, createProducts, createChannels, mapping, remember: remember && mapping !== null },
        (sent) => this.change(id, (each) => ({ ...each, sent })),
        abort.signal,
      );
      this.change(id, (each) => ({ ...each, phase: 'working', job }));
      await new Promise<void>((resolve) => {
        const stop = followImport(job.id, (view) => {
          this.change(id, (each) => ({ ...each, job: view, phase: isOver(view) ? 'ended' : 'working' }));
          if (isOver(view)) resolve();
        });
        this.leaving.set(id, () => {
          stop();
          resolve();
        });
      });
    } catch (error) {
      this.change(id, (each) => ({ ...each, phase: 'ready', error }));
    }
  }

  private find(id: number): StagedFile | undefined {
    return this.files.find((each) => each.id === id);
  }

  private set(files: readonly StagedFile[]): void {
    this.files = files;
    this.listeners.forEach((listener) => listener());
  }
}

/** A check that missed products is no longer true once some have come. */
function withNewProducts(staged: StagedFile): StagedFile {
  const isStale = staged.phase === 'ended' && staged.job?.rejectedBy['unknown-sku'] !== undefined && !isIn(staged);
  return isStale ? { ...staged, phase: 'ready', job: null } : staged;
}

/** Whether it can be sent: nothing is under way and nothing more has to be said. */
export function canStart(staged: StagedFile): boolean {
  return (staged.phase === 'ready' || staged.phase === 'ended') && isComplete(staged);
}

export const desk = new Desk();

export function useDesk(): readonly StagedFile[] {
  return useSyncExternalStore(desk.subscribe, desk.read);
}
