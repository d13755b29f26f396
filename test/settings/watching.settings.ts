import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { intentOf } from '../../cli/intent-of.js';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { lineInShort } from '../../console/areas/logs/log-line.js';
import { lineBytes } from '../../costs/plan.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { type StepResult, walkJourney } from '../../journey/journey.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import type { StackAssembly } from '../../sandbox/template/assembly.js';
import { settingsAssembly } from '../support/settings-sandbox.js';
import type { EditableTemplate } from '../support/synthesized-assembly.js';

const watching = { alarms: { email: 'operators@example.com' }, dashboard: true, metrics: true, tracing: true };

interface Line {
  readonly message?: { readonly event?: string; readonly code?: string };
  readonly _aws?: object;
  readonly FunctionName?: string;
  readonly Outcome?: string;
  readonly IotRequests?: number;
}

describe('a stack with everything that watches', () => {
  let assembly: StackAssembly;
  let sandbox: Sandbox;
  let withoutWatching: readonly string[];
  const results: StepResult[] = [];

  beforeAll(async () => {
    const plain = await startSandbox({ assembly: settingsAssembly({}) });
    withoutWatching = plain.views.notEmulated().map(({ type }) => type);
    await plain.stop();
    assembly = settingsAssembly(watching);
    sandbox = await startSandbox({ assembly, pageOrigin: 'http://localhost:8000' });
    await walkJourney(sandboxTarget(sandbox, intentOf(assembly)), (result) => results.push(result));
  });
  afterAll(() => sandbox.stop());

  it('goes through the journey, refusals and all', () => {
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    expect(results).toHaveLength(20);
  });

  it('lists what is left out: alarms, dashboard, topic and its key', () => {
    const types = sandbox.views.notEmulated().map(({ type }) => type);
    const added = types.filter((type) => !withoutWatching.includes(type));
    expect([...new Set(added)].sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::KMS::Key',
      'AWS::SNS::Subscription',
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
    ]);
  });

  it('lets nothing rest on what is made up for these: no permission names one of them', () => {
    const { Resources } = assembly.template as EditableTemplate;
    const leftOut = sandbox.views.notEmulated().filter(({ type }) => /CloudWatch|SNS|KMS/.test(type));
    expect(leftOut.length).toBeGreaterThan(10);
    const deciding = /^AWS::(IAM|IoT|Cognito|ApiGateway|Lambda)::/;
    const texts = Object.values(Resources).flatMap(({ Type, Properties }) =>
      deciding.test(Type) ? [JSON.stringify(Properties)] : [],
    );
    expect(texts.length).toBeGreaterThan(10);
    const named = leftOut.filter(({ logicalId }) => texts.some((text) => text.includes(`"${logicalId}"`)));
    expect(named).toEqual([]);
  });

  it('tells the outcome of each request in the lines that its log has anyway, as CloudWatch reads them', () => {
    const lines = sandbox.views.functionLogs().map(({ line }): Line => JSON.parse(line));
    const answers = lines.filter(({ message }) => message?.event !== undefined);
    expect(answers.length).toBeGreaterThan(3);
    for (const { message, _aws, Outcome, FunctionName } of answers) {
      expect(_aws).toBeDefined();
      expect(Outcome).toBe(message?.code);
      expect(FunctionName).toMatch(/^CognitoIotAccess-AccessAttachPolicyFunction/);
    }
    const attached = answers.find(({ message }) => message?.event === 'attach' && message.code === 'OK');
    expect(attached?.IotRequests).toBe(1);
    // What docs/costs.md reckons with; the time that it took has a digit more or less.
    const bytes = Buffer.byteLength(JSON.stringify(attached));
    expect(Math.abs(bytes - lineBytes.withMetrics)).toBeLessThan(5);
  });

  it('is read as before in the console and in CloudWatch Logs', async () => {
    const [kept] = sandbox.views.functionLogs().filter(({ line }) => line.includes('"event":"attach"'));
    expect(lineInShort(kept?.line ?? '')).toMatch(/^\{"event":"attach",/);
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
    const client = new CloudWatchLogsClient({
      region: sandbox.outputs.Region ?? '',
      endpoint: sandbox.url,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    });
    const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
    const found = await Promise.all(logGroups.map(({ logGroupName }) => answersIn(client, logGroupName)));
    const events = found.flat().map((message) => (JSON.parse(message) as Line).message?.event);
    expect(events).toEqual(expect.arrayContaining(['attach', 'status']));
  });
});

async function answersIn(client: CloudWatchLogsClient, logGroupName: string | undefined): Promise<string[]> {
  const filterPattern = 'CloudWatchMetrics';
  const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
  return events.map(({ message = '' }) => message);
}
