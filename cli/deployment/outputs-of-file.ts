import { existsSync, readFileSync } from 'node:fs';
import { DeploymentError } from './deployment-error.js';
import type { DeploymentOptions } from './deployment-options.js';
import type { Outputs } from './outputs.js';

const USUAL_FILE = 'cdk-outputs.json';

/**
 * The outputs of a stack, of several the only one that has the output `mark`: none is taken by chance.
 *
 * @returns undefined where no file was named and the usual one has nothing of the stack that was
 * @throws DeploymentError
 */
export function outputsOfFile(
  { outputs: named, stack }: Pick<DeploymentOptions, 'outputs' | 'stack'>,
  mark: keyof Outputs & string,
): Outputs | undefined {
  const file = named ?? USUAL_FILE;
  const mayBeAsked = named === undefined && stack !== undefined;
  if (mayBeAsked && !existsSync(file)) return undefined;
  const stacks = stacksOf(file);
  const names = Object.keys(stacks);
  const candidates = names.length === 1 ? names : names.filter((name) => stacks[name]?.[mark] !== undefined);
  const only = candidates.length === 1 ? candidates[0] : undefined;
  const found = stacks[stack ?? only ?? ''];
  if (found || mayBeAsked) return found;
  const none = stack === undefined ? '' : `, and none of ${stack}`;
  throw new DeploymentError(`${file} has the outputs of ${names.join(', ') || 'no stack'}${none}; name one by --stack`);
}

function stacksOf(file: string): Readonly<Record<string, Outputs>> {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof found !== 'object' || found === null) throw new Error('it holds no stacks');
    return found as Record<string, Outputs>;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const remedy =
      'write it by `cdk deploy --outputs-file cdk-outputs.json`, or name another by --outputs, or give --stack <name> ' +
      'to have CloudFormation asked, or --sandbox <url>';
    throw new DeploymentError(`the outputs of the stack cannot be read (${why}); ${remedy}`);
  }
}
