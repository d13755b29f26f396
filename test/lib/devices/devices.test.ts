import { App, CfnOutput, NestedStack, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { deviceVariables } from '../../../contract/function-environment.js';
import { INTENT_METADATA } from '../../../contract/intent.js';
import { policyNameOf } from '../../../devices/policy-name.js';
import { ExistingSignIn, IotAccess, type IotAccessProps } from '../../../lib/index.js';
import {
  createStack,
  literal,
  pairs,
  resource,
  roleStatements,
  type SynthesizedTemplate,
  synthesizedTemplate,
} from '../synthesized-template.js';

const slowSynthesis = 60_000;
const iot = 'arn:aws:iot:eu-west-1:111122223333';
/** Is in the names of users' policies: another would leave those of deployed stacks behind. */
const prefix = 'CognitoIotAccess-2e7b572e-';
const devices = {
  publish: ['devices/{device}/commands/*'],
  subscribe: ['devices/{device}/state/*'],
  receive: ['devices/{device}/state/*'],
  shadow: ['get', 'update'],
};
const complete = { ...devices, retain: [] };

function backEnd(scope: Stack): LambdaFunction {
  const code = Code.fromInline('exports.handler = async () => {}');
  return new LambdaFunction(scope, 'BackEnd', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code });
}

function ownStack(props: IotAccessProps, stack = new Stack(app(), 'Own')): { stack: Stack; access: IotAccess } {
  return { stack, access: new IotAccess(stack, 'Access', { directory: true, devices, ...props }) };
}

function app(): App {
  return new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
}

function templateOf(stack: Stack): SynthesizedTemplate {
  return (stack.node.root as App).synth().getStackArtifact(stack.artifactId).template;
}

describe('with devices', () => {
  const stack = createStack({ directory: true, devices });
  const template = synthesizedTemplate(stack);
  const before = synthesizedTemplate({ directory: true });

  it('the shared IoT policy has nothing of them', () => {
    expect(resource(template, 'AWS::IoT::Policy', 'AccessPolicy')).toEqual(
      resource(before, 'AWS::IoT::Policy', 'AccessPolicy'),
    );
  });

  it('the function is told what may be done with them, and how the policies of users are named', () => {
    const { Variables } = resource(template, 'AWS::Lambda::Function', 'AttachPolicy').Properties.Environment;
    const [access, policyPrefix] = deviceVariables.map((name) => literal(Variables[name]));
    expect(JSON.parse(access ?? '')).toEqual(complete);
    expect(policyPrefix).toBe(prefix);
    const [was] = [resource(before, 'AWS::Lambda::Function', 'AttachPolicy').Properties.Environment.Variables];
    expect(Variables.CONNECTION_TEMPLATE).toBe(was.CONNECTION_TEMPLATE);
  });

  it('operators are told by an output, and the journey by the metadata, what can be granted', () => {
    expect(JSON.parse(literal(template.Outputs.DeviceGrants?.Value))).toEqual({
      tableName: expect.stringMatching(/^<AccessDirectoryTable\w+>$/),
      userPoolId: expect.stringMatching(/^<AccessSignInUserPool\w+>$/),
      policyPrefix: prefix,
      partition: 'aws',
      access: complete,
    });
    const { data } = stack.iotAccess.node.metadata.find(({ type }) => type === INTENT_METADATA) ?? {};
    expect(data).toMatchObject({ devices: complete });
  });

  it(
    'an imported role of users gets the same statements',
    () => {
      const existing = ExistingSignIn.fromIdentityPool({
        userPoolId: 'eu-west-1_EXAMPLE',
        userPoolClientId: 'exampleclient',
        identityPoolId: 'eu-west-1:2208d797-0000-4000-8000-000000000000',
        authenticatedRoleArn: 'arn:aws:iam::111122223333:role/Users',
      });
      const { stack } = ownStack({ existing });
      const { Roles, PolicyDocument } = resource(templateOf(stack), 'AWS::IAM::Policy', 'AuthenticatedRole').Properties;
      expect(Roles).toEqual(['Users']);
      expect(JSON.stringify(PolicyDocument)).toContain(':topic/devices/*/commands/*');
      expect(JSON.stringify(PolicyDocument)).toContain(':thing/*');
    },
    slowSynthesis,
  );

  it('the environment of the function must have room', () => {
    const publish = Array.from({ length: 28 }, (_, index) => `devices/{device}/${'x'.repeat(100)}${index}`);
    expect(() => createStack({ directory: true, devices: { publish } })).toThrow(
      /devices: would be about \d+ bytes of the function's environment/,
    );
  });
});

describe('granting devices', () => {
  it(
    'is granted to a function, which is told where: policies of the prefix alone, and the directory',
    () => {
      const stack = createStack({ directory: true, devices });
      stack.iotAccess.grantDeviceGrants(backEnd(stack));
      const template = synthesizedTemplate(stack);
      const own = pairs(roleStatements(template, 'BackEnd'));
      const table = (action: string, rest = '') =>
        expect.stringMatching(new RegExp(`^dynamodb:${action} <AccessDirectoryTable\\w+\\.Arn>${rest}$`));
      expect(own).toEqual([
        table('DeleteItem'),
        table('PutItem'),
        table('Query'),
        table('Query', '/index/inverse'),
        'iot:AttachPolicy *',
        `iot:CreatePolicy ${iot}:policy/${prefix}*`,
        `iot:CreatePolicyVersion ${iot}:policy/${prefix}*`,
        `iot:DeletePolicyVersion ${iot}:policy/${prefix}*`,
        `iot:GetPolicy ${iot}:policy/${prefix}*`,
        `iot:ListPolicyVersions ${iot}:policy/${prefix}*`,
      ]);
      const { Environment } = resource(template, 'AWS::Lambda::Function', 'BackEnd').Properties;
      expect(Environment.Variables.DEVICE_GRANTS).toEqual(template.Outputs.DeviceGrants?.Value);
    },
    slowSynthesis,
  );

  it.each([/^AccessPolicy/, /^AccessRevokedPolicy/])('does not reach %s, however CloudFormation names it', (policy) => {
    const template = synthesizedTemplate({ directory: true, devices });
    const [logicalId = ''] = Object.keys(template.Resources).filter((id) => policy.test(id));
    expect(template.Resources[logicalId]?.Type).toBe('AWS::IoT::Policy');
    // STACK-LOGICALID-RANDOM, of which the first two may be cut where they are long.
    for (let cut = 0; cut < logicalId.length; cut += 1) {
      const name = `CognitoIotAccess-${logicalId.slice(0, logicalId.length - cut)}-AbC123dEf456`;
      expect(name.startsWith(prefix)).toBe(false);
    }
    for (const length of [1, 8, 15]) {
      expect(`${'CognitoIotAccess'.slice(0, length)}-${logicalId}-AbC123`.startsWith(prefix)).toBe(false);
    }
  });

  it(
    'is granted to a role, too, and to one of another stack',
    () => {
      const { stack, access } = ownStack({});
      const other = new Stack(stack.node.root as App, 'Other');
      access.grantDeviceGrants(new Role(stack, 'Granter', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
      access.grantDeviceGrants(backEnd(other));
      new CfnOutput(other, 'Any', { value: 'any' });
      expect(pairs(roleStatements(templateOf(stack), 'Granter'))).toHaveLength(10);
      expect(JSON.stringify(templateOf(other))).toContain('DEVICE_GRANTS');
    },
    slowSynthesis,
  );

  it('is refused where there are none', () => {
    const stack = createStack({ directory: true });
    expect(() => stack.iotAccess.grantDeviceGrants(backEnd(stack))).toThrow(/set "devices"/);
  });
});

describe("the names of users' own policies", () => {
  const prefixOf = ({ stack, access }: { stack: Stack; access: IotAccess }) =>
    JSON.parse(literal(stack.resolve(access.outputs.DeviceGrants))).policyPrefix as string;
  const user = { userPoolId: 'eu-west-1_EXAMPLE', sub: '0a' };

  it('begin differently for two accesses of one stack', () => {
    const { stack, access } = ownStack({});
    const more = { directory: true, devices, writeOutputs: false };
    const second = new IotAccess(stack, 'Second', more);
    const prefixes = [prefixOf({ stack, access }), prefixOf({ stack, access: second })];
    for (const one of prefixes) expect(one).toMatch(/^Own-[0-9a-f]{8}-$/);
    expect(new Set(prefixes).size).toBe(2);
  });

  it('begin with what is known before deployment in a nested stack', () => {
    const nested = new NestedStack(new Stack(app(), 'Parent'), 'Nested');
    const name = policyNameOf(prefixOf(ownStack({}, nested)), user, 5);
    expect(name).toMatch(/^Parent-Nested-Access-Devices-\w*-?[0-9a-f]{32}-5$/);
    const deep = new NestedStack(new Stack(app(), 'Parent'), 'N'.repeat(200));
    expect(policyNameOf(prefixOf(ownStack({}, deep)), user, 5).length).toBeLessThanOrEqual(124);
  });

  it('leave room in a name of AWS IoT', () => {
    const named = (length: number) => createStack({ stackName: 'S'.repeat(length), directory: true, devices });
    const { iotAccess } = named(80);
    expect(policyNameOf(prefixOf({ stack: Stack.of(iotAccess), access: iotAccess }), user, 5).length).toBe(124);
    expect(() => named(81)).toThrow(/stackName: given "S+": .* use a name of up to 80 characters/);
  });
});
