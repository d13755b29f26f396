import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StackOutputs } from '../contract/stack-outputs.js';

/**
 * Writes them as outputs of the stack with exactly these names, wherever in the stack the construct stands. An output
 * of the same name that somebody else wrote is told at synth.
 */
export function writeStackOutputs(scope: Construct, outputs: StackOutputs): void {
  for (const [name, value] of Object.entries(outputs)) {
    new CfnOutput(scope, `${name}Output`, { value: value ?? '' }).overrideLogicalId(name);
  }
  const names = Object.keys(outputs);
  scope.node.addValidation({ validate: () => names.filter((name) => isTwice(name, Stack.of(scope))).map(remedy) });
}

function isTwice(name: string, stack: Stack): boolean {
  const found = stack.node.findAll().filter((one) => one instanceof CfnOutput && Stack.of(one) === stack);
  return found.filter((one) => stack.resolve((one as CfnOutput).logicalId) === name).length > 1;
}

function remedy(name: string): string {
  return `the stack has another output "${name}": rename that one, or set writeOutputs to false and use "outputs"`;
}
