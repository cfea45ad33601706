import { FACTS, type Fact } from './facts.js';

/** The table of facts as docs/rules.md shows it (Markdown); companions stand in one line with their fact. */
export function factTableMarkdown(): string {
  const companions = new Map(FACTS.map((fact) => [fact.knownOf, fact.name]));
  const rows = FACTS.filter(({ knownOf }) => knownOf === null).map((fact) => {
    const cells = [
      `\`${fact.name}\``,
      fact.type,
      fact.unit,
      range(fact),
      known(companions.get(fact.name)),
      fact.sentence.en,
    ];
    return `| ${[...cells, `\`${JSON.stringify(fact.example)}\``].join(' | ')} |`;
  });
  return ['| fact | type | unit | range | known? | meaning | example |', '| - | - | - | - | - | - | - |', ...rows].join(
    '\n',
  );
}

function range({ range }: Fact): string {
  return range === null || (range[0] === null && range[1] === null)
    ? ''
    : `${range[0] ?? ''} .. ${range[1] ?? ''}`.trim();
}

function known(companion: string | undefined): string {
  return companion === undefined ? 'always' : `\`${companion}\``;
}
