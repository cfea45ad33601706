import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import type { Page } from '../../src/contract/http';
import type {
  PriceFileConfirmation,
  PriceFileConfirmed,
  PriceFileItemView,
  PriceFileView,
} from '../../src/contract/price-files';
import { at, call, newKey } from './call';
import { queryClient, useSend } from './client';
import { download } from './download';
import { upload } from './upload';

export type { PriceFileItemView, PriceFileView };
export type PriceFileFormat = PriceFileView['format'];

const PAGE = 5;
/** So many items of a file are shown; whoever needs all of them has the file. */
export const ITEMS_SHOWN = 200;

/** Price files of a channel, newest first. */
export function usePriceFiles(code: string) {
  return useInfiniteQuery({
    queryKey: ['feed', code, 'files'],
    queryFn: ({ pageParam, signal }) =>
      call<Page<PriceFileView>>({
        path: at`/channels/${code}/price-files`,
        query: { limit: PAGE, after: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

export function usePriceFileItems(code: string, id: number) {
  return useQuery({
    queryKey: ['feed', code, 'files', id, 'items'],
    queryFn: ({ signal }) =>
      call<Page<PriceFileItemView>>({
        path: at`/channels/${code}/price-files/${id}/items`,
        query: { limit: ITEMS_SHOWN },
        signal,
      }),
  });
}

const readAnew = (code: string): Promise<void> => queryClient.invalidateQueries({ queryKey: ['feed', code] });

const save = (code: string, { id, fileName }: PriceFileView): Promise<void> =>
  download(at`/channels/${code}/price-files/${id}/content`, fileName);

/** Makes a file and downloads it. Made again after a lost connection it is another file with the same prices. */
export function useMakePriceFile(code: string) {
  return useMutation({
    mutationFn: async ({ format, own }: { format: PriceFileFormat; own: File | null }): Promise<PriceFileView> => {
      const path = at`/channels/${code}/price-files`;
      const made =
        own === null
          ? await call<PriceFileView>({ method: 'POST', path, body: { format }, idempotencyKey: newKey() })
          : await upload<PriceFileView>({ path, file: own, fileName: own.name, fields: { format } });
      await save(code, made);
      return made;
    },
    retry: false,
    onSettled: () => readAnew(code),
  });
}

export function useDownloadPriceFile(code: string) {
  return useMutation({ mutationFn: (file: PriceFileView) => save(code, file), onSettled: () => readAnew(code) });
}

/** Records what became of a file: of all that waits in it, or item by item. */
export function useConfirmPriceFile(code: string, id: number) {
  return useSend<PriceFileConfirmation, PriceFileConfirmed>(
    (body) => ({ path: at`/channels/${code}/price-files/${id}/confirm`, body }),
    () => void readAnew(code),
  );
}

/** The same from the channel's own result file. */
export function useConfirmByFile(code: string, id: number) {
  return useMutation({
    mutationFn: (file: File) =>
      upload<PriceFileConfirmed>({
        path: at`/channels/${code}/price-files/${id}/confirm`,
        file,
        fileName: file.name,
        fields: {},
      }),
    retry: false,
    onSettled: () => readAnew(code),
  });
}
