import { readFileSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import type { CalendarWindow, WindowKind } from '../../core/calendar-windows.js';
import { WINDOW_KINDS } from '../../core/calendar-windows.js';
import { formatDay, type Day } from '../../core/units.js';
import { dayArgument, list, wholeNumber } from '../arguments.js';
import { out, printJson, printRows, type Column, type Format } from '../output.js';

const COLUMNS: Column<CalendarWindow>[] = [
  { key: 'id', title: 'id', value: ({ id }) => id },
  { key: 'kind', title: 'kind', value: ({ kind }) => kind },
  { key: 'name', title: 'name', value: ({ name }) => name },
  { key: 'startsOn', title: 'first day', value: ({ startsOn }) => formatDay(startsOn) },
  { key: 'endsOn', title: 'last day', value: ({ endsOn }) => formatDay(endsOn) },
  { key: 'channels', title: 'channels', value: ({ channels }) => channels?.join(' ') ?? 'all' },
  { key: 'categories', title: 'categories', value: ({ categories }) => categories?.join(', ') ?? 'all' },
  { key: 'isApproximate', title: 'days', value: ({ isApproximate }) => (isApproximate ? 'approximate' : 'confirmed') },
];

interface AddOptions {
  from: Day;
  to: Day;
  channel?: string[];
  category?: string[];
  source: string;
  note: string;
}

export function addCalendar(program: Command): void {
  const calendar = program.command('calendar').description('days with a name: campaigns, holidays, locks and boosts');
  calendar
    .command('list')
    .description('list the entries, in the order of their days')
    .action(async (_options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<{ format: Format }>();
      const { withShop } = await import('../shop.js');
      const { readWindows } = await import('../../db/stores/calendar.js');
      await withShop(async ({ db }) =>
        printRows(format, await readWindows(db.manager), COLUMNS, ({ startsOn, endsOn, updatedAt, ...row }) => ({
          ...row,
          startsOn: formatDay(startsOn),
          endsOn: formatDay(endsOn),
          updatedAt: new Date(updatedAt).toISOString(),
        })),
      );
    });
  calendar
    .command('add')
    .description('add an entry; in force from the next run on')
    .argument('<kind>', `one of ${WINDOW_KINDS.join(', ')}`, kindArgument)
    .argument('<name>', 'what rules and people call it')
    .requiredOption('--from <day>', 'its first day, YYYY-MM-DD', dayArgument)
    .requiredOption('--to <day>', 'its last day, inclusive', dayArgument)
    .option('--channel <codes>', 'of a lock or boost: only there; several with commas', list)
    .option('--category <names>', 'of a lock or boost: only these; several with commas', list)
    .option('--source <text>', 'where the days are from', '')
    .option('--note <text>', 'for those who read it', '')
    .action(async (kind: WindowKind, name: string, { from, to, ...more }: AddOptions) => {
      const { windowFrom } = await import('../calendar-file.js');
      const content = windowFrom({
        ...{ kind, name, startsOn: formatDay(from), endsOn: formatDay(to), isApproximate: false },
        ...{ channels: more.channel ?? null, categories: more.category ?? null },
        ...{ source: more.source, note: more.note },
      });
      const { withShop } = await import('../shop.js');
      const { addWindow } = await import('../../flow/calendar/windows.js');
      await withShop(async ({ db, by, now }) => {
        out(`Entry ${(await addWindow(db, content, by, now)).id} is in the calendar.\n`);
      });
    });
  calendar
    .command('remove')
    .description('take an entry out of the calendar')
    .argument('<id>', 'as `calendar list` shows it', wholeNumber(1, 2_147_483_647))
    .action(async (id: number) => {
      const { withShop } = await import('../shop.js');
      const { removeNewest } = await import('../../flow/calendar/windows.js');
      await withShop(async ({ db, by, now }) => {
        await removeNewest(db, id, by, now);
        out(`Entry ${id} is no longer in the calendar.\n`);
      });
    });
  calendar
    .command('export')
    .description('print the entries as a JSON file that `calendar import` reads')
    .action(async () => {
      const { withShop } = await import('../shop.js');
      const { readWindows } = await import('../../db/stores/calendar.js');
      const { fileOf } = await import('../calendar-file.js');
      await withShop(async ({ db }) => printJson(fileOf(await readWindows(db.manager))));
    });
  calendar
    .command('import')
    .description('add the entries of such a file; those that are there already are left as they are')
    .argument('<file>', 'a JSON list of entries')
    .action(async (file: string) => {
      const { readCalendarFile } = await import('../calendar-file.js');
      const contents = readCalendarFile(readFileSync(file, 'utf8'), file);
      const { withShop } = await import('../shop.js');
      const { addMissing } = await import('../../flow/calendar/windows.js');
      await withShop(async ({ db, by, now }) => {
        const added = await addMissing(db, contents, by, now);
        out(`${added} of ${contents.length} entries added; the others were there already.\n`);
      });
    });
}

function kindArgument(text: string): WindowKind {
  const kind = WINDOW_KINDS.find((each) => each === text);
  if (kind === undefined) throw new InvalidArgumentError(`It is none of ${WINDOW_KINDS.join(', ')}.`);
  return kind;
}
