import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ColumnMappingView, KeptMappingList, RecognitionView } from '../../src/contract/column-mapping';
import type { Page } from '../../src/contract/http';
import type { ImportView, RejectView } from '../../src/contract/imports';
import type { ImportKind, ImportState } from '../../src/core/intake/records';
import { addressOf, at, call } from './call';
import { queryClient, useSend } from './client';
import { upload } from './upload';

export interface ImportFilter {
  kind?: ImportKind | undefined;
  state?: ImportState | undefined;
  /** Left out: both what was meant and what was only checked. */
  isDryRun?: boolean | undefined;
}

const PAGE = 25;

/** Imports, newest first. */
export function useImports(filter: ImportFilter) {
  return useInfiniteQuery({
    queryKey: ['imports', filter],
    queryFn: ({ signal, pageParam }) =>
      call<Page<ImportView>>({ path: '/imports', query: { ...filter, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

export const isOver = ({ state }: Pick<ImportView, 'state'>): boolean => state !== 'queued' && state !== 'running';

/** One import; while it is being worked on its progress is followed as the server tells it. */
export function useImport(id: number) {
  const key = ['imports', id];
  const found = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call<ImportView>({ path: at`/imports/${id}`, signal }),
  });
  const isOpen = found.data !== undefined && !isOver(found.data);
  useEffect(() => {
    if (!isOpen) return;
    return followImport(id, (view) => queryClient.setQueryData(['imports', id], view));
  }, [id, isOpen]);
  return found;
}

/** Tells how an import goes until it has ended; answers how to stop listening. A lost connection is taken up again. */
export function followImport(id: number, tell: (view: ImportView) => void): () => void {
  const events = new EventSource(addressOf(at`/imports/${id}/events`));
  events.addEventListener('import', ({ data }: MessageEvent<string>) => {
    const view = JSON.parse(data) as ImportView;
    if (isOver(view)) {
      events.close();
      void queryClient.invalidateQueries(); // whatever is shown may have changed
    }
    tell(view);
  });
  return () => events.close();
}

/** The rows that were not taken, in the order of the file. */
export function useRejects(id: number) {
  return useInfiniteQuery({
    queryKey: ['imports', id, 'rejects'],
    queryFn: ({ signal, pageParam }) =>
      call<Page<RejectView>>({ path: at`/imports/${id}/rejects`, query: { limit: 50, after: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

/** Where the rejected rows can be downloaded as CSV. */
export const rejectsAddress = (id: number): string => addressOf(at`/imports/${id}/rejects.csv`);

export function useMappings() {
  return useQuery({
    queryKey: ['imports', 'mappings'],
    queryFn: ({ signal }) => call<KeptMappingList>({ path: '/imports/mappings', signal }).then(({ items }) => items),
  });
}

export function useForgetMapping() {
  return useSend<number, void>(
    (id) => ({ method: 'DELETE', path: at`/imports/mappings/${id}` }),
    () => void queryClient.invalidateQueries({ queryKey: ['imports', 'mappings'] }),
  );
}

/** So much of a CSV file the server looks at. */
const HEAD_BYTES = 64 * 1024;

/** Asks what a file holds. Of a CSV file only the beginning is sent, however large it is; a workbook has to be sent whole. */
export async function recogniseFile(file: File, signal: AbortSignal): Promise<RecognitionView> {
  const first = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isZip = first[0] === 0x50 && first[1] === 0x4b;
  const isCut = !isZip && file.size > HEAD_BYTES;
  return upload<RecognitionView>({
    path: '/imports/recognise',
    file: isCut ? file.slice(0, HEAD_BYTES) : file,
    fileName: file.name,
    fields: isCut ? { head: 'true' } : {},
    signal,
  });
}

export interface ImportChoices {
  dryRun?: boolean;
  partial?: boolean;
  createProducts?: boolean;
  createChannels?: boolean;
  decimal?: '.' | ',' | null;
  channel?: string | null;
  mapping?: ColumnMappingView | 'none' | null;
  remember?: boolean;
}

/** Sends a file to be imported or, with `dryRun`, to be checked. */
export function sendImport(
  file: File,
  kind: ImportKind,
  { decimal, channel, mapping, ...flags }: ImportChoices,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<ImportView> {
  const set = Object.entries(flags).flatMap(([name, isSet]) => (isSet === true ? [[name, 'true']] : []));
  const fields: Record<string, string> = Object.fromEntries(set);
  if (decimal != null) fields.decimal = decimal;
  if (channel != null) fields.channel = channel;
  if (mapping != null) fields.mapping = mapping === 'none' ? mapping : JSON.stringify(mapping);
  return upload<ImportView>({ path: at`/imports/${kind}`, file, fileName: file.name, fields, onSent, signal });
}
