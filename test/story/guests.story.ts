import { DescribeIdentityCommand } from '@aws-sdk/client-cognito-identity';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';
import type { EditableTemplate } from '../support/synthesized-assembly.js';

/** Log lines of the function about requests. */
async function invocations({ url }: Sandbox): Promise<string[]> {
  const lines = (await (await fetch(`${url}/_sandbox/function-logs`)).json()) as { line: string }[];
  return lines.map(({ line }) => line).filter((line) => /attach|GuestIdentity/.test(line));
}

describe('guests, where the stack allows them', () => {
  let sandbox: Sandbox;
  let aws: ReturnType<typeof awsClients>;
  let guest: Identity;

  beforeAll(async () => {
    sandbox = await settingsSandbox({ guests: {} });
    aws = awsClients(sandbox);
    guest = await aws.identity();
  }, 30_000);
  afterAll(() => sandbox.stop());

  it.each(['publish', 'subscribe'] as const)(
    'may %s on their own topics, with nothing attached to them',
    async (what) => {
      expect(await aws.may(guest, what, `users/${guest.identityId}/hello`)).toBe(true);
      expect(sandbox.views.attachments()).toEqual({});
    },
  );

  it.each(['publish', 'subscribe'] as const)('may not %s on the topics of another guest', async (what) => {
    const other = await aws.identity();
    expect(other.identityId).not.toBe(guest.identityId);
    expect(await aws.may(guest, what, `users/${other.identityId}/hello`)).toBe(false);
  });

  it('may not connect under the client ID of somebody else', async () => {
    const other = await aws.identity();
    const attempt = aws.may({ ...guest, identityId: other.identityId }, 'publish', 'x');
    await expect(attempt).rejects.toMatchObject({ name: 'SocketClosed' });
  });

  it.each(['GET', 'POST', 'DELETE'])(
    'are refused by API Gateway at %s /attach-policy: no function runs',
    async (method) => {
      const { url, outputs } = sandbox;
      const answer = await signedFetch(outputs.AttachPolicyUrl ?? url, { credentials: guest.credentials, method });
      expect({ status: answer.status, type: answer.headers.get('x-amzn-errortype') }).toEqual({
        status: 403,
        type: 'AccessDeniedException',
      });
      expect(sandbox.views.attachments()).toEqual({});
      expect(await invocations(sandbox)).toEqual([]);
    },
  );

  it('are judged by their role and the session policy for guests, and by no IoT policy', async () => {
    await aws.may(guest, 'publish', `users/${guest.identityId}/hello`);
    const decisions = sandbox.views.decisions(0);
    const publish = decisions.findLast(
      ({ action, identityId }) => action === 'iot:Publish' && identityId === guest.identityId,
    );
    expect(publish?.layers.map(({ kind }) => kind)).toEqual(['iam-role', 'session-policy']);
  });

  it('may call nothing that is for operators', async () => {
    const asGuest = aws.identitiesAs(guest.credentials);
    const attempt = asGuest.send(new DescribeIdentityCommand({ IdentityId: guest.identityId }));
    await expect(attempt).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('keep their identity when they sign in, and are attached then', async () => {
    const { idToken } = await signedInUser(sandbox);
    const own = await aws.identity();
    const Logins = { [aws.userPoolProvider]: idToken };
    // Signed up a moment ago, the user has an identity already; the guest's is merged into it.
    const credentials = await aws.credentials(own.identityId, Logins);
    const merged = await aws.identity(Logins);
    expect(await aws.attach({ ...merged, credentials })).toMatchObject({
      status: 200,
      body: { identityId: merged.identityId },
    });
    await expect(aws.credentials(own.identityId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('guests whose role may call the API all the same, as in a pool that was there before', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    const edit = ({ Resources }: EditableTemplate) => {
      const [guestRole] = Object.keys(Resources).filter((id) => /UnauthenticatedRole[0-9A-F]{8}$/.test(id));
      Resources.GuestsMayCall = {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'GuestsMayCall',
          Roles: [{ Ref: guestRole }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }],
          },
        },
      };
    };
    sandbox = await settingsSandbox({ guests: {} }, { edit });
  }, 30_000);
  afterAll(() => sandbox.stop());

  it('are refused by the function, which writes down no identity ID of theirs: it is as good as a password', async () => {
    const aws = awsClients(sandbox);
    const guest = await aws.identity();
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { ...guest, method });
      expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ code: 'GuestIdentity' })]);
    }
    expect(sandbox.views.attachments()).toEqual({});
    const lines = await invocations(sandbox);
    expect(lines.filter((line) => line.includes('GuestIdentity'))).toHaveLength(3);
    expect(lines.join('\n')).not.toContain(guest.identityId);
  });
});
