import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { IotAccess } from '../../lib/index.js';

const slowSynthesis = 60_000;
const names = [
  ...['AttachPolicyUrl', 'IdentityPoolId', 'IotEndpoint', 'IotPolicyName'],
  ...['Region', 'RevokedPolicyName', 'UserPoolClientId', 'UserPoolId'],
];

function ownStack(): Stack {
  return new Stack(new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } }), 'Own');
}

function outputsOf(stack: Stack): Record<string, { readonly Value: unknown }> {
  return (stack.node.root as App).synth().getStackArtifact(stack.artifactId).template.Outputs ?? {};
}

describe("IotAccess in a stack of somebody's own", () => {
  it(
    'writes what clients need to know as outputs of the stack, and has it',
    () => {
      const stack = ownStack();
      const { outputs } = new IotAccess(stack, 'IotAccess');
      const written = Object.entries(outputsOf(stack)).map(([name, { Value }]) => [name, Value]);
      expect(written.map(([name]) => name).sort()).toEqual(names);
      expect(Object.fromEntries(written)).toEqual(stack.resolve(outputs));
    },
    slowSynthesis,
  );

  it(
    'writes none where it is told so, and has it all the same',
    () => {
      const stack = ownStack();
      const { outputs } = new IotAccess(stack, 'IotAccess', { writeOutputs: false });
      expect(Object.keys(outputsOf(stack))).toEqual([]);
      expect(Object.keys(outputs).sort()).toEqual(names);
    },
    slowSynthesis,
  );

  it(
    'stands beside a second one that writes none',
    () => {
      const stack = ownStack();
      new IotAccess(stack, 'One');
      new IotAccess(stack, 'Two', { writeOutputs: false });
      expect(Object.keys(outputsOf(stack)).sort()).toEqual(names);
    },
    slowSynthesis,
  );

  it(
    'says what to do where the stack has an output of the same name',
    () => {
      const stack = ownStack();
      new IotAccess(stack, 'IotAccess');
      new CfnOutput(stack, 'Region', { value: 'ours' });
      expect(() => outputsOf(stack)).toThrow(/another output "Region": rename that one, or set writeOutputs to false/);
    },
    slowSynthesis,
  );
});
