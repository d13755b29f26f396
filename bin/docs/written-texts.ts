import ts from 'typescript';

/** A text as the source has it, in Markdown: what is filled in when it runs is in italics. */
export type WrittenText = string;

/**
 * Every text that an expression may give, as far as it stands in its file: literals, templates, `+`, `?:`, `??`, joined
 * arrays, and constants that hold such. Empty for what comes from elsewhere.
 */
export function writtenTexts(expression: ts.Expression): WrittenText[] {
  if (ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression)) return [escaped(expression.text)];
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)) {
    return writtenTexts(expression.expression);
  }
  if (ts.isTemplateExpression(expression)) return templateTexts(expression);
  if (ts.isConditionalExpression(expression)) {
    return [...writtenOrNamed(expression.whenTrue), ...writtenOrNamed(expression.whenFalse)];
  }
  if (ts.isBinaryExpression(expression)) return binaryTexts(expression);
  if (ts.isIdentifier(expression)) return constantOf(expression).flatMap(writtenTexts);
  if (ts.isElementAccessExpression(expression)) return valuesOf(expression.expression);
  const joined = joinedArray(expression);
  return joined ? [joined.elements.flatMap((element) => elementTexts(element)).join(' ')] : [];
}

/** The same; what is filled in as a whole is its name. */
export function writtenOrNamed(expression: ts.Expression): WrittenText[] {
  const texts = writtenTexts(expression);
  return texts.length > 0 ? texts : [`*${nameOf(expression)}*`];
}

function templateTexts({ head, templateSpans }: ts.TemplateExpression): WrittenText[] {
  return templateSpans.reduce(
    (begun, { expression, literal }) => {
      const filled = writtenOrNamed(expression).map((text) => text + escaped(literal.text));
      return begun.flatMap((text) => filled.map((more) => text + more));
    },
    [escaped(head.text)],
  );
}

function binaryTexts({ left, right, operatorToken }: ts.BinaryExpression): WrittenText[] {
  if (operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return writtenOrNamed(left).flatMap((text) => writtenOrNamed(right).map((more) => text + more));
  }
  if (operatorToken.kind === ts.SyntaxKind.BarBarToken) return [...writtenOrNamed(left), ...writtenTexts(right)];
  // What is not there has no name.
  return operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
    ? [...writtenTexts(left), ...writtenTexts(right)]
    : [];
}

/** Of what is a choice the first, so that each element is there once. */
function elementTexts(element: ts.Expression): WrittenText[] {
  if (!ts.isSpreadElement(element)) return writtenTexts(element).slice(0, 1);
  let inner = element.expression;
  while (ts.isParenthesizedExpression(inner)) inner = inner.expression;
  if (ts.isConditionalExpression(inner)) inner = inner.whenTrue;
  return ts.isArrayLiteralExpression(inner) ? inner.elements.flatMap(elementTexts) : [];
}

function joinedArray(expression: ts.Expression): ts.ArrayLiteralExpression | undefined {
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return undefined;
  const { expression: of, name } = expression.expression;
  return name.text === 'join' && ts.isArrayLiteralExpression(of) ? of : undefined;
}

/** All that an object which is a constant may give. */
function valuesOf(object: ts.Expression): WrittenText[] {
  const [given] = ts.isIdentifier(object) ? constantOf(object) : [];
  if (!given || !ts.isObjectLiteralExpression(given)) return [];
  return given.properties.filter(ts.isPropertyAssignment).flatMap(({ initializer }) => writtenTexts(initializer));
}

/** What a constant of the same file was given; nothing for a parameter. */
function constantOf({ text, pos, parent }: ts.Identifier): ts.Expression[] {
  for (let scope: ts.Node = parent; scope; scope = scope.parent) {
    if (ts.isFunctionLike(scope) && scope.parameters.some(({ name }) => name.getText() === text)) return [];
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
    const declared = scope.statements
      .filter(ts.isVariableStatement)
      .flatMap((one) => [...one.declarationList.declarations]);
    const [found] = declared.filter(
      ({ name, end }) => name.getText() === text && (end < pos || ts.isSourceFile(scope)),
    );
    if (found?.initializer) return [found.initializer];
  }
  return [];
}

function nameOf(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  if (ts.isElementAccessExpression(expression)) return nameOf(expression.expression);
  if (!ts.isCallExpression(expression)) return '…';
  const [argument] = expression.arguments;
  if (argument && !ts.isStringLiteralLike(argument)) return nameOf(argument);
  return ts.isPropertyAccessExpression(expression.expression) ? nameOf(expression.expression.expression) : '…';
}

function escaped(text: string): string {
  return text.replace(/[*|\\]/g, '\\$&').replace(/</g, '&lt;');
}
