import { DeploymentError, UnsupportedError } from '../base/errors.js';
import { isSamePlace } from './boot-environment.js';
import type { StackLinks, TemplateStack } from './template-stack.js';

const PAGE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html';

/**
 * Links stacks by what they export and put out. A stack can be deployed only after those that it reads, so they must not
 * read each other in a circle, nor a stack itself.
 *
 * @param stacks every one, nested ones too; asked for once something is read
 */
export function createStackLinks(stacks: () => readonly TemplateStack[]): StackLinks {
  /** By root stack, since nested ones are deployed with it. */
  const readsFrom = new Map<string, Set<string>>();
  let exports: readonly StackExport[] | undefined;

  const noteRead = (by: TemplateStack, of: TemplateStack, what: string): void => {
    const [reader, read] = [rootOf(by), rootOf(of)];
    if (reader === read) throw new UnsupportedError(`${what}, which stack ${reader} has and reads itself`);
    const path = pathBetween(read, reader, readsFrom);
    if (path !== undefined) throw new Error(`Circular dependency between stacks: [${path.join(', ')}]`);
    readsFrom.set(reader, (readsFrom.get(reader) ?? new Set()).add(read));
  };

  return {
    imported(name, by) {
      exports ??= exportsOf(stacks());
      const here = exports.filter(({ stack }) => isSamePlace(stack.environment, by.environment));
      const found = here.find((candidate) => candidate.name === name);
      if (found === undefined)
        throw missing(
          `the export ${name}`,
          by,
          here.map((candidate) => candidate.name),
        );
      noteRead(by, found.stack, `the export ${name}`);
      return found.stack.output(found.outputName);
    },
    outputOf({ stackName, outputName, region }, by) {
      const candidates = stacks().filter(({ environment }) => environment.stackName === stackName);
      const found = candidates.find(({ environment }) => environment.region === (region ?? by.environment.region));
      const what = `the output ${outputName} of stack ${stackName}`;
      if (found === undefined)
        throw missing(
          what,
          by,
          stacks().map(({ environment }) => environment.stackName),
        );
      noteRead(by, found, what);
      return found.output(outputName);
    },
  };
}

interface StackExport {
  readonly name: string;
  readonly outputName: string;
  readonly stack: TemplateStack;
}

/** @throws DeploymentError for a name that two stacks export */
function exportsOf(stacks: readonly TemplateStack[]): StackExport[] {
  const exports = stacks.flatMap((stack) => stack.exports().map((own) => ({ ...own, stack })));
  for (const [index, { name, stack }] of exports.entries()) {
    const before = exports
      .slice(0, index)
      .find((other) => other.name === name && isSamePlace(other.stack.environment, stack.environment));
    if (before === undefined) continue;
    throw new DeploymentError(
      `the export ${name} of stack ${stack.path}`,
      `a name that ${before.stack.path} does not export`,
      PAGE,
    );
  }
  return exports;
}

function rootOf(stack: TemplateStack): string {
  return stack.parent === undefined ? stack.path : rootOf(stack.parent);
}

/** The stacks by which the first one reads the last one, if it does. */
function pathBetween(
  from: string,
  to: string,
  readsFrom: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] | undefined {
  if (from === to) return [from];
  for (const next of readsFrom.get(from) ?? []) {
    const path = pathBetween(next, to, readsFrom);
    if (path !== undefined) return [from, ...path];
  }
  return undefined;
}

function missing(what: string, { path }: TemplateStack, there: readonly string[]): UnsupportedError {
  return new UnsupportedError(
    `${what}, which stack ${path} reads and no stack here has (there are: ${there.join(', ') || 'none'}; boot the stack ` +
      'that has it, too: with --stack, or --existing <its cdk.out>)',
  );
}
