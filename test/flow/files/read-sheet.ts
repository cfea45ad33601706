import { strFromU8, unzipSync } from 'fflate';

const decode = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** A cell as a spreadsheet would hold it: its place, its type, and the number format of its style. */
export interface ReadCell {
  place: string;
  value: string | number;
  format: string;
}

/**
 * Reads the first sheet of a workbook by ECMA-376 alone, knowing nothing of how the program writes or reads one. Formulas are told
 * as such.
 */
export function readSheet(bytes: Uint8Array, path = 'xl/worksheets/sheet1.xml'): { name: string; rows: ReadCell[][] } {
  const parts = unzipSync(bytes);
  const xml = (path: string) => strFromU8(parts[path]!);
  const styles = xml('xl/styles.xml');
  const codes = new Map(
    [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, id, code]) => [id!, decode(code!)]),
  );
  const cellStyles = /<cellXfs[^>]*>(.*)<\/cellXfs>/s.exec(styles)![1]!;
  const formats = [...cellStyles.matchAll(/numFmtId="(\d+)"/g)].map(([, id]) => codes.get(id!) ?? 'General');
  const name = decode(/<sheet name="([^"]*)"/.exec(xml('xl/workbook.xml'))![1]!);
  const rows = [...xml(path).matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) =>
    [...row!.matchAll(/<c r="([A-Z]+\d+)"( s="(\d+)")?( t="(\w+)")?>(.*?)<\/c>/gs)].map((cell): ReadCell => {
      const [, place, , style, , type, body] = cell;
      if (body!.includes('<f')) throw new Error(`${place} holds a formula`);
      const text = /<t[^>]*>(.*)<\/t>/s.exec(body!)?.[1];
      const value = type === 'inlineStr' ? decode(text!) : Number(/<v>(.*)<\/v>/.exec(body!)![1]);
      return { place: place!, value, format: formats[Number(style)]! };
    }),
  );
  return { name, rows };
}
