import ts from 'typescript';
import { errorStatuses } from '../../contract/error-codes.js';
import { nodesBelow, sourceFiles } from './source-files.js';
import { type WrittenText, writtenTexts } from './written-texts.js';

interface Said {
  readonly messages: readonly WrittenText[];
  readonly remedies: readonly WrittenText[];
}

/** @throws Error for a code that the function answers with nowhere */
export function apiErrorsTable(): string {
  const made = sourceFiles('lambda/attach-policy')
    .flatMap((file) => nodesBelow(file, ts.isNewExpression))
    .filter(({ expression }) => expression.getText() === 'ApiError');
  const rows = Object.entries(errorStatuses).map(([code, status]) => {
    const said = made.filter((one) => codeOf(one) === code).map(saidBy);
    if (said.length === 0) throw new Error(`lambda/attach-policy answers nowhere with ${code}`);
    const all = (part: keyof Said) => [...new Set(said.flatMap((one) => one[part]))].join('<br>');
    return `| <a id="${code.toLowerCase()}"></a>\`${code}\` | ${status} | ${all('messages')} | ${all('remedies')} |`;
  });
  return ['| code | status | it says | for who operates the stack |', '|---|---|---|---|', ...rows].join('\n');
}

function codeOf({ arguments: given }: ts.NewExpression) {
  const code = given?.[0];
  return code && ts.isStringLiteral(code) ? code.text : undefined;
}

function saidBy(made: ts.NewExpression): Said {
  const [, message] = made.arguments ?? [];
  // `remedy`, a constant of the function that makes it.
  let scope: ts.Node = made;
  while (!ts.isFunctionDeclaration(scope) && !ts.isSourceFile(scope)) scope = scope.parent;
  const remedies = nodesBelow(scope, ts.isVariableDeclaration).filter(({ name }) => name.getText() === 'remedy');
  return {
    messages: message ? writtenTexts(message) : [],
    remedies: remedies.flatMap(({ initializer }) => (initializer ? writtenTexts(initializer) : [])),
  };
}
