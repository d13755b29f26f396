import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

/** The sources of a folder of this repository, read but not checked, in the order of their names. */
export function sourceFiles(folder: string): ts.SourceFile[] {
  const names = readdirSync(join(root, folder), { recursive: true }) as string[];
  return names
    .filter((name) => /^(?!.*(node_modules|dist)\/).*(?<!\.d)\.tsx?$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(root, folder, name), 'utf8');
      return ts.createSourceFile(join(folder, name), text, ts.ScriptTarget.Latest, true);
    });
}

/** All nodes of a kind below a node, in the order of the source. */
export function nodesBelow<Node extends ts.Node>(node: ts.Node, is: (node: ts.Node) => node is Node): Node[] {
  const found: Node[] = [];
  const visit = (one: ts.Node): void => {
    if (is(one)) found.push(one);
    ts.forEachChild(one, visit);
  };
  visit(node);
  return found;
}
