import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge.js';

/** Writes down why these resources of a role's policies hold a `*`, in the way cdk-nag reads: one entry for each. */
export function acknowledgeWildcards(scope: IConstruct, resources: readonly string[], reason: string): void {
  const wild = resources.map((resource) => asCdkNagPrintsIt(Stack.of(scope).resolve(resource)));
  for (const resource of wild.filter((text) => text.includes('*'))) {
    acknowledge(scope, { id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
  }
}

/** `arn:<AWS::Partition>:iot:…`: references in angle brackets, and policy variables too. */
function asCdkNagPrintsIt(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved.replace(/\$\{([^}]*)\}/g, '<$1>');
  const [name, argument] = Object.entries(resolved as object)[0] ?? [];
  if (name === 'Fn::Join') return argument[1].map(asCdkNagPrintsIt).join(argument[0]);
  return `<${[argument].flat().join('.')}>`;
}
