import ts from 'typescript';

/** Attributes and properties whose text people read or hear. */
const VISIBLE = new Set([
  'label',
  'placeholder',
  'title',
  'alt',
  'description',
  'message',
  'error',
  'text',
  'header',
  'heading',
  'hint',
  'tooltip',
  'summary',
  'nothingFound',
  'nothingFoundMessage',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
]);

/** Alike in every language: the program's name, and the short names of the languages. */
const NAMES = new Set(['Larisin', 'ID', 'EN']);

export interface WrittenText {
  line: number;
  text: string;
}

/** Words that stand in the code of a screen instead of in the catalogues, where one language would miss them. */
export function visibleTextIn(fileName: string, source: string): WrittenText[] {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: WrittenText[] = [];
  const add = (node: ts.Node, text: string): void => {
    const words = text.trim();
    if (!/\p{L}{2}/u.test(words) || NAMES.has(words)) return;
    found.push({ line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: words });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) add(node, node.text);
    else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) literalsOf(node.expression, add);
    else if (ts.isJsxAttribute(node) && VISIBLE.has(node.name.getText())) {
      const value = node.initializer;
      literalsOf(value !== undefined && ts.isJsxExpression(value) ? value.expression : value, add);
    } else if (ts.isPropertyAssignment(node) && VISIBLE.has(nameOf(node.name))) literalsOf(node.initializer, add);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const nameOf = (name: ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();

/** The literals that an expression may come to; not those that it compares with or hands to a function. */
function literalsOf(node: ts.Node | undefined, add: (node: ts.Node, text: string) => void): void {
  if (node === undefined) return;
  if (ts.isStringLiteralLike(node)) add(node, node.text);
  else if (ts.isTemplateExpression(node)) {
    add(node, [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' '));
  } else if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) literalsOf(node.expression, add);
  else if (ts.isConditionalExpression(node)) {
    literalsOf(node.whenTrue, add);
    literalsOf(node.whenFalse, add);
  } else if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isChoice = kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
    if (isChoice || kind === ts.SyntaxKind.PlusToken) literalsOf(node.left, add);
    if (isChoice || kind === ts.SyntaxKind.PlusToken || kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      literalsOf(node.right, add);
    }
  }
}
