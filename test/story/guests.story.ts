import { DescribeIdentityCommand } from '@aws-sdk/client-cognito-identity';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

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

  it('are refused at POST /attach-policy with 403 GuestIdentity', async () => {
    expect(await aws.attach(guest)).toMatchObject({ status: 403, body: { code: 'GuestIdentity' } });
    expect(sandbox.views.attachments()).toEqual({});
  });

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
