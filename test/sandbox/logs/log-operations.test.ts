import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { type EditableTemplate, synthesizedAssembly } from '../../support/synthesized-assembly.js';

const attachPolicy = ({ Resources }: EditableTemplate) => {
  const found = Object.values(Resources).find(
    ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties.Environment?.Variables?.IOT_POLICY_NAME,
  );
  if (found === undefined) throw new Error('no attach-policy function');
  return found.Properties;
};

const logGroupName = '/aws/lambda/Attach';

/** Gives the group of the attach-policy function a name. @returns the role that may write into it */
function nameGroup(template: EditableTemplate): string {
  const { LoggingConfig, Role } = attachPolicy(template);
  const group = template.Resources[LoggingConfig.LogGroup.Ref];
  if (group === undefined) throw new Error('the function has no group');
  group.Properties.LogGroupName = logGroupName;
  return Role['Fn::GetAtt'][0];
}

/** One process, so that there is one stream: its lines come in the order of the calls. */
async function logged(edit: (template: EditableTemplate) => void = () => undefined) {
  const sandbox = await runningSandbox({ assembly: synthesizedAssembly(edit) });
  const client = logsOf(sandbox, sandbox.views.operator() as AwsCredentials);
  const { credentials } = await signedInUser(sandbox);
  const call = async (path = '') => {
    await signedFetch(`${sandbox.outputs.AttachPolicyUrl}${path}`, { credentials });
  };
  return { sandbox, client, call, credentials };
}

const logsOf = (sandbox: Sandbox, { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) =>
  new CloudWatchLogsClient({
    region: 'us-east-1',
    endpoint: sandbox.url,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });

describe('the log of a function', () => {
  let at: Awaited<ReturnType<typeof logged>>;
  let start: number;
  beforeAll(async () => {
    at = await logged((template) => void nameGroup(template));
    start = at.sandbox.clock.now();
    await at.call();
    at.sandbox.clock.advance(200_000);
    await at.call();
  });
  afterAll(() => at.sandbox.stop());

  const filter = (more: object = {}) =>
    at.client.send(new FilterLogEventsCommand({ logGroupName, startTime: start, filterPattern: 'attach', ...more }));

  it('is in a group of its name, with a stream for its process', async () => {
    const { logGroups } = await at.client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/' }));
    expect(logGroups).toEqual([
      expect.objectContaining({
        logGroupName,
        arn: `arn:aws:logs:us-east-1:111122223333:log-group:${logGroupName}:*`,
      }),
    ]);
    const { logStreams } = await at.client.send(new DescribeLogStreamsCommand({ logGroupName }));
    expect(logStreams).toEqual([
      expect.objectContaining({
        logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      }),
    ]);
  });

  it('has the lines of each call, by the clock of the sandbox', async () => {
    const { events = [] } = await filter();
    expect(events).toHaveLength(2);
    expect(JSON.parse(events[0]?.message ?? '')).toMatchObject({ message: { event: 'attach', status: 200 } });
    const [first = 0, second = 0] = events.map(({ timestamp }) => timestamp);
    expect(second - first).toBeGreaterThanOrEqual(200_000);
    expect((await filter({ startTime: second })).events).toHaveLength(1);
    expect((await filter({ endTime: first })).events).toHaveLength(1);
    expect((await filter({ logStreamNamePrefix: 'other' })).events).toEqual([]);
    expect((await filter({ filterPattern: 'nothing' })).events).toEqual([]);
  });

  it('is read page by page, and by the ARN of the group', async () => {
    const logGroupIdentifier = `arn:aws:logs:us-east-1:111122223333:log-group:${logGroupName}`;
    const one = { logGroupName: undefined, logGroupIdentifier, limit: 1 };
    const first = await filter(one);
    const second = await filter({ ...one, nextToken: first.nextToken });
    expect([first.events?.length, second.events?.length, second.nextToken]).toEqual([1, 1, undefined]);
    expect(first.events?.[0]?.eventId).not.toBe(second.events?.[0]?.eventId);
  });

  it('is read stream by stream, forward and back', async () => {
    const { logStreams = [] } = await at.client.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true }),
    );
    const read = (more: object) =>
      at.client.send(
        new GetLogEventsCommand({
          logGroupName,
          logStreamName: logStreams[0]?.logStreamName,
          startTime: start,
          limit: 1,
          ...more,
        }),
      );
    // A machine that is slow makes the function say more than its two lines.
    const pages = [await read({ startFromHead: true })];
    while (pages.at(-1)?.events?.length === 1) {
      pages.push(await read({ nextToken: pages.at(-1)?.nextForwardToken }));
    }
    const [end, last, before] = pages.toReversed();
    expect(pages.length).toBeGreaterThanOrEqual(3);
    expect(end?.events).toEqual([]);
    expect(end?.nextForwardToken).toBe(last?.nextForwardToken);
    const newest = await read({});
    expect(newest.events).toEqual(last?.events);
    expect((await read({ nextToken: newest.nextBackwardToken })).events).toEqual(before?.events);
  });

  it.each<[string, object, string]>([
    ['a group that is not there', { logGroupName: '/aws/lambda/Other' }, 'ResourceNotFoundException'],
    ['no group', { logGroupName: undefined }, 'InvalidParameterException'],
    ['two names of a group', { logGroupIdentifier: logGroupName }, 'InvalidParameterException'],
    ['a token that nobody gave', { nextToken: 'x' }, 'InvalidParameterException'],
    ['streams in two ways', { logStreamNamePrefix: 'a', logStreamNames: ['b'] }, 'InvalidParameterException'],
    ['too many at once', { limit: 10_001 }, 'InvalidParameterException'],
    ['a pattern of JSON', { filterPattern: '{ $.a = 1 }' }, 'SandboxUnsupported'],
    ['what was masked', { unmask: true }, 'SandboxUnsupported'],
  ])('is not told for %s', async (_, more, name) => {
    await expect(filter(more)).rejects.toMatchObject({ name });
  });

  it('is nothing to users of the app', async () => {
    const asked = logsOf(at.sandbox, at.credentials).send(new FilterLogEventsCommand({ logGroupName }));
    await expect(asked).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`log-group:${logGroupName}:log-stream:`),
    });
  });
});

describe("a function's role that may not write", () => {
  it('leaves no log, as on AWS', async () => {
    const at = await logged((template) => {
      const role = nameGroup(template);
      for (const { Type, Properties } of Object.values(template.Resources)) {
        if (Type !== 'AWS::IAM::Policy' || Properties.Roles[0].Ref !== role) continue;
        const { PolicyDocument } = Properties;
        PolicyDocument.Statement = PolicyDocument.Statement.filter(
          ({ Action }: { Action: string | string[] }) => ![Action].flat().some((action) => action.startsWith('logs:')),
        );
      }
    });
    try {
      await at.call();
      expect(at.sandbox.views.logs().some((line) => line.includes('"event":"attach"'))).toBe(true);
      const { events } = await at.client.send(new FilterLogEventsCommand({ logGroupName }));
      expect(events).toEqual([]);
    } finally {
      await at.sandbox.stop();
    }
  });
});
