import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttachPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import type { AwsCredentials } from '../../../journey/traveller.js';
import { createHandlers } from '../../../lambda/detach-on-delete/handlers.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { literal, pairs, resource, roleStatements, type SynthesizedTemplate } from '../../lib/synthesized-template.js';
import { settingsSandbox } from '../../support/settings-sandbox.js';
import { createProviderFramework } from './provider-framework.js';
import { createSimulatedStack } from './simulated-stack.js';

const identity = (n: number) => `us-east-1:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const identities = (count: number) => Array.from({ length: count }, (_, n) => identity(n));
const users = 'Users';
const tags = [{ Key: 'detach-on-delete', Value: 'true' }];
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }] };

interface Call {
  readonly name: string;
  readonly input: { readonly target?: string };
  /** Milliseconds, by the sandbox's clock. */
  readonly at: number;
}

/** Everything but CloudFormation is real: the stack, CDK's framework, our handlers, the AWS SDK, HTTP, AWS's quotas. */
describe('an IoT policy of a stack to be thrown away', () => {
  let folder: string;
  let sandbox: Sandbox;
  let template: SynthesizedTemplate;
  let iot: IoTClient;
  let calls: Call[];

  beforeAll(async () => {
    const edit = (edited: object) => {
      template = edited as SynthesizedTemplate;
      // As it stands beside the former one while an update goes on.
      const Properties = { PolicyName: 'Renamed', PolicyDocument: document, Tags: tags };
      resource(template, 'AWS::IoT::Policy', 'AccessPolicy').Properties.PolicyName = users;
      template.Resources.Renamed = { Type: 'AWS::IoT::Policy', Properties };
    };
    folder = mkdtempSync(join(tmpdir(), 'cognito-iot-access-teardown-'));
    keepAttached(folder, identities(1000));
    sandbox = await settingsSandbox({ removalPolicy: 'destroy' }, { edit, dataFolder: folder });
    iot = operatorClient(sandbox);
  }, 60_000);

  beforeEach(() => {
    calls = [];
  });

  afterAll(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const attachments = () => sandbox.views.attachments();
  const holders = (policyName: string) =>
    Object.entries(attachments())
      .filter(([, attached]) => attached.some((one) => one.policyName === policyName))
      .map(([id]) => id)
      .sort();

  /** @param seconds of each invocation to work in; three quarters of a minute are kept for what is under way */
  function stack(seconds: number, fails: (call: Call) => boolean = () => false) {
    const time = {
      now: sandbox.clock.now,
      async wait(milliseconds: number) {
        sandbox.clock.advance(milliseconds);
        // AWS checks when a request was signed.
        iot.config.systemClockOffset = sandbox.clock.now() - Date.now();
      },
    };
    const send = (command: { input: Call['input'] }) => {
      const call = { name: command.constructor.name.replace('Command', ''), input: command.input, at: time.now() };
      calls.push(call);
      if (fails(call)) throw Object.assign(new Error('try again'), { name: 'InternalFailureException' });
      return iot.send(command as never);
    };
    const silent = { info: () => undefined, error: () => undefined };
    const handlers = createHandlers({
      iot: { send: send as IoTClient['send'] },
      time,
      console: silent,
      logGroupName: 'logs',
    });
    const lambdaTimeout = (45 + seconds) * 1000;
    return createSimulatedStack(createProviderFramework({ handlers, time, lambdaTimeout }), 'us-east-1');
  }

  it('with 1,000 targets is torn down over several time-outs, one target failing at first', async () => {
    expect(holders(users)).toEqual(identities(1000));
    let failures = 3;
    const answer = await stack(15, ({ name, input }) => {
      return name === 'DetachPolicy' && input.target === identity(7) && failures-- > 0;
    }).remove(users);
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: users });
    expect(holders(users)).toEqual([]);
    // 1,000 at 14 a second take 71 s, of which each time-out allows fifteen.
    expect(answer.calls).toBeGreaterThan(5);
    const detached = calls.filter(({ name }) => name === 'DetachPolicy');
    expect(detached.length).toBe(1003);
    // AWS's time until the policy can be deleted.
    expect(sandbox.clock.now() - (detached.at(-1)?.at ?? sandbox.clock.now())).toBeGreaterThanOrEqual(5 * 60_000);
    // The sandbox holds AWS's quotas.
    const counts = sandbox.guard.counts();
    expect([counts['iot:DetachPolicy']?.throttled, counts['iot:ListTargetsForPolicy']?.throttled]).toEqual([0, 0]);
  }, 60_000);

  it('leaves all attached when it is updated, and has the new name attached to all before the former is detached', async () => {
    const all = identities(50);
    for (const target of all) {
      sandbox.clock.advance(1000 / 15);
      await iot.send(new AttachPolicyCommand({ policyName: users, target }));
    }
    const { change, remove } = stack(2);
    expect(await change(users, users)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: users });
    expect(calls).toEqual([]);
    const renamed = await change(users, 'Renamed');
    expect(renamed).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Renamed' });
    expect(renamed.calls).toBeGreaterThan(2);
    expect([holders(users), holders('Renamed')]).toEqual([all, all]);
    expect(await remove(users)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: users });
    expect([holders(users), holders('Renamed')]).toEqual([[], all]);
  }, 60_000);

  it('is one of two: that of those who are revoked goes in the same way', async () => {
    const { RevokedPolicyName: policyName = '' } = sandbox.outputs;
    const revoked = identities(3);
    for (const target of revoked) {
      sandbox.clock.advance(1000 / 15);
      await iot.send(new AttachPolicyCommand({ policyName, target }));
    }
    expect(holders(policyName)).toEqual(revoked);
    const answer = await stack(15).remove(policyName);
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: policyName });
    expect(holders(policyName)).toEqual([]);
  }, 60_000);

  it('boots here as any other, and says what of it does nothing here', () => {
    const types = sandbox.views.notEmulated().map(({ type }) => type);
    const detachments = ['Custom::DetachOnDelete', 'Custom::DetachOnDelete'];
    expect(types.sort()).toEqual(['AWS::StepFunctions::StateMachine', ...detachments]);
  });

  it('needs nothing for all of this that its role does not allow', () => {
    const allowed = pairs(roleStatements(template, 'DetachOnDeleteRole')).map((pair) => new RegExp(pattern(pair)));
    const asked = sandbox.views
      .decisions(0)
      .filter(({ principal }) => principal.includes('Operator'))
      .map(({ action, resource }) => `${action} ${resource}`);
    expect(asked.length).toBeGreaterThan(1000);
    expect(asked.filter((one) => !allowed.some((regexp) => regexp.test(one)))).toEqual([]);
  });
});

/** As a sandbox leaves it: attaching them one by one would take as long as all the rest. */
function keepAttached(folder: string, targets: readonly string[]): void {
  const header = { state: 'cognito-iot-access sandbox', version: 1 };
  const attachment = [{ policyName: users, effectiveAt: 0 }];
  const lines = [header, ...targets.map((target) => ['policyAttachments.attachments', target, attachment])];
  writeFileSync(join(folder, 'state.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function operatorClient(sandbox: Sandbox): IoTClient {
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  return new IoTClient({
    region: 'us-east-1',
    endpoint: sandbox.url,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
}

/** Of an action and a resource, in the sandbox's Region. */
function pattern(pair: string): string {
  const escaped = literal(pair)
    .replaceAll('eu-west-1', 'us-east-1')
    .replace(/[.+^${}()|[\]\\?]/g, '\\$&');
  return `^${escaped.replaceAll('*', '.*')}$`;
}
