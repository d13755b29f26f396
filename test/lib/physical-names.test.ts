import { App, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IotAccess, type IotAccessProps, IotAccessStack, readSettings } from '../../lib/index.js';
import type { SynthesizedTemplate } from './synthesized-template.js';

const slowSynthesis = 60_000;
const devices = { publish: ['devices/{device}/commands/*'], shadow: ['get'] };
const everyPart = {
  guests: {},
  groups: [{ name: 'operators', access: { publish: ['machines/*'] } }],
  directory: true,
  sweepSchedule: 'rate(1 day)',
  devices,
  webAclRateLimit: 1000,
  apiAccessLog: true,
  alarms: { email: 'operators@example.com' },
  dashboard: true,
  metrics: true,
  tracing: true,
  apiGatewayCloudWatchRole: true,
  removalPolicy: 'destroy',
};

/** Names that are unique within something of the stack's own, which each stack has once more. */
const WITHIN_ANOTHER: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Stage StageName': 'the API',
  'AWS::CloudWatch::Alarm MetricName': "what it counts, which is AWS's own",
  'AWS::Cognito::UserPoolGroup GroupName': 'the user pool',
  'AWS::IAM::Policy PolicyName': 'the role',
};

/**
 * Properties by which AWS tells resources of one account and Region apart, whatever the type calls it: a resource's own
 * name stands at its top. Whoever names something else (`FunctionName` of a permission) does so by reference.
 */
function physicalNames({ Resources }: SynthesizedTemplate): string[] {
  return Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
    Object.entries(Properties)
      .filter(([name]) => /^(Name|Domain|Alias|Identifier)$|Name$|Identifier$/.test(name))
      .filter(([name]) => WITHIN_ANOTHER[`${Type} ${name}`] === undefined)
      .filter(([, value]) => !isOfStack(value))
      .map(([name, value]) => `${Type} ${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`),
  );
}

/** Made from a resource of this stack, or from the stack's own name: two stacks never have the same. */
function isOfStack(value: unknown): boolean {
  const text = JSON.stringify(value);
  return text.includes('"Fn::GetAtt"') || /"Ref":"(?!AWS::(Region|AccountId|Partition|URLSuffix))/.test(text);
}

function app(): App {
  return new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
}

function templateOf(stack: Stack): SynthesizedTemplate {
  return (stack.node.root as App).synth().getStackArtifact(stack.artifactId).template;
}

describe.each([
  { title: 'the default settings', settings: {} },
  { title: 'every part', settings: everyPart },
])('the names in AWS that come from $title', ({ settings }) => {
  it(
    'are different in two stacks of one account and Region',
    () => {
      const [one, two] = ['One', 'Two'].map((stackName) => {
        const stack = new IotAccessStack(app(), 'Same', readSettings({ ...settings, stackName }));
        return physicalNames(templateOf(stack));
      });
      expect(one?.length).toBeGreaterThan(0);
      expect(one?.filter((name) => two?.includes(name))).toEqual([]);
    },
    slowSynthesis,
  );

  it(
    'are different for two accesses of one stack',
    () => {
      const stack = new Stack(app(), 'Both');
      const { stackName: _, ...props } = readSettings(settings) as IotAccessProps & { stackName?: string };
      new IotAccess(stack, 'One', props);
      // The account has one role for API Gateway's logs, and CloudFormation one resource for it in a stack.
      const second = { ...props, writeOutputs: false, apiGatewayCloudWatchRole: false };
      new IotAccess(stack, 'Two', second);
      const names = physicalNames(templateOf(stack));
      expect(names).toHaveLength(2);
      expect(new Set(names).size).toBe(names.length);
    },
    slowSynthesis,
  );

  it(
    'are those of the API alone: AWS makes up all others',
    () => {
      const stack = new IotAccessStack(app(), 'Stack', readSettings({ ...settings, stackName: 'Mine' }));
      expect(physicalNames(templateOf(stack))).toEqual([
        expect.stringMatching(/^AWS::ApiGateway::RestApi Name Mine-[\w-]+-attach-policy$/),
      ]);
    },
    slowSynthesis,
  );
});

it('the reading of names finds one in a type that it has never seen', () => {
  const stack = new Stack(app(), 'Named');
  new Role(stack, 'Role', { roleName: 'fixed', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  expect(physicalNames(templateOf(stack))).toEqual(['AWS::IAM::Role RoleName fixed']);
});

it("the API's name is bounded, however long the stack's is", () => {
  const stack = new IotAccessStack(app(), 'Stack', { stackName: 'S'.repeat(128) });
  const [name = ''] = physicalNames(templateOf(stack));
  expect(name.replace(/^.* /, '').length).toBeLessThanOrEqual(128);
});
