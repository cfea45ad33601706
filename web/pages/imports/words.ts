import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';

/** A column in the reader's words; one that is newer than this page keeps its own name. */
export function useColumnName(): (name: string) => string {
  const { columnNames } = useText(importsText);
  return (name) => (Object.hasOwn(columnNames, name) ? columnNames[name as keyof typeof columnNames] : name);
}

/** A file by its name; what came without one in words. */
export function useFileName(): (fileName: string) => string {
  const text = useText(importsText);
  const words: Record<string, string> = { json: text.rowsSent, waiting: text.waited };
  return (fileName) => (Object.hasOwn(words, fileName) ? words[fileName]! : fileName);
}
