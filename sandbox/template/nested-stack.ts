import { readFileSync } from 'node:fs';
import { DeploymentError, UnsupportedError } from '../base/errors.js';
import { partitionOf } from './partition.js';
import { letters, type ResourceContext, type ResourceType } from './resource-type.js';
import type { StackAssembly, Template, TemplateResource } from './template.js';

export const NESTED_STACK = 'AWS::CloudFormation::Stack';

const PAGE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html';

/** `Ref` of a nested stack gives its ARN, and `Fn::GetAtt` its outputs. */
export const nestedStackType: ResourceType = {
  physicalId: ({ environment, logicalId }) => {
    const { region, accountId } = environment;
    return `arn:${partitionOf(region).name}:cloudformation:${region}:${accountId}:stack/${nestedStackName({ environment, logicalId })}/sandbox`;
  },
};

/** As CloudFormation names it: after the stack that it is nested in. */
export function nestedStackName({
  environment,
  logicalId,
}: Pick<ResourceContext, 'environment' | 'logicalId'>): string {
  const random = letters(environment, `${logicalId}/stack`, 12).toUpperCase();
  return `${`${environment.stackName}-${logicalId}`.slice(0, 115)}-${random}`;
}

/** What a parent stack says of a stack that is nested in it. */
export interface NestedStack {
  readonly template: Template;
  /** What the parent hands in, worked out when it is asked for. */
  readonly given: Readonly<Record<string, () => unknown>>;
}

/**
 * Finds the template of a nested stack among the assets of the assembly.
 *
 * @param path of the nested stack, for people
 * @throws UnsupportedError for a template that lies elsewhere, DeploymentError for parameters that it does not have
 */
export function readNestedStack(
  path: string,
  { Properties = {} }: TemplateResource,
  assets: Pick<StackAssembly, 'assetFolders' | 'nestedTemplates'>,
  resolve: (value: unknown) => unknown,
): NestedStack {
  const url = String(resolve(Properties.TemplateURL));
  const template = templateAt(url, assets);
  if (template === undefined) {
    throw new UnsupportedError(`nested stack ${path}, whose template ${url} is no asset of this assembly`);
  }
  const parameters = (Properties.Parameters ?? {}) as Record<string, unknown>;
  const unknown = Object.keys(parameters).find((name) => !Object.hasOwn(template.Parameters ?? {}, name));
  if (unknown !== undefined) {
    const allowed = Object.keys(template.Parameters ?? {}).join(', ') || 'none';
    throw new DeploymentError(`the parameter ${unknown} of nested stack ${path}`, allowed, PAGE);
  }
  const given = Object.entries(parameters).map(([name, value]) => [name, () => resolve(value)] as const);
  return { template, given: Object.fromEntries(given) };
}

/** @param url `https://s3.…/<bucket>/<hash>.json`, however it is written */
function templateAt(
  url: string,
  { assetFolders, nestedTemplates }: Pick<StackAssembly, 'assetFolders' | 'nestedTemplates'>,
): Template | undefined {
  const hash =
    (url.split('?')[0] ?? '')
      .split('/')
      .at(-1)
      ?.replace(/\.(template\.)?json$/, '') ?? '';
  const known = nestedTemplates?.get(hash);
  const file = assetFolders.get(hash);
  if (known !== undefined || file === undefined) return known;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
