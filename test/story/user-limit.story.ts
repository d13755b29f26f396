import { UnlinkIdentityCommand } from '@aws-sdk/client-cognito-identity';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';

let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;
beforeAll(async () => {
  sandbox = await runningSandbox();
  aws = awsClients(sandbox);
}, 30_000);
afterAll(() => sandbox.stop());

/** `AttachPolicy` requests that AWS IoT has seen. */
const attachCalls = () => sandbox.views.decisions(0).filter(({ action }) => action === 'iot:AttachPolicy').length;

it('one sign-up with a new identity each time gets five attaches, and holds up nobody', async () => {
  const { idToken } = await signedInUser(sandbox);
  const other = await signedInUser(sandbox);
  const Logins = { [aws.userPoolProvider]: idToken };
  const identities = new Set<string>();
  const answers: (string | number | undefined)[] = [];
  for (let time = 0; time < 8; time += 1) {
    const identity = await aws.identity(Logins);
    identities.add(identity.identityId);
    const { status, body } = await aws.attach(identity);
    answers.push(status === 200 ? status : body.code);
    await aws
      .identitiesAs()
      .send(
        new UnlinkIdentityCommand({ IdentityId: identity.identityId, Logins, LoginsToRemove: [aws.userPoolProvider] }),
      );
  }
  expect(identities.size).toBe(8);
  expect(answers.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
  // Whoever runs this slowly has had one more request meanwhile.
  expect(answers.slice(5)).toContain('Throttled');
  expect(attachCalls()).toBe(answers.filter((answer) => answer === 200).length);
  expect((await aws.attach(other)).status).toBe(200);
});

it('says when to come back, in a header that pages may read', async () => {
  const { credentials } = await signedInUser(sandbox);
  const before = attachCalls();
  let answer: Response;
  let served = -1;
  do {
    answer = await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials });
    served += 1;
  } while (answer.status === 200 && served < 20);
  expect(await answer.json()).toMatchObject({ code: 'Throttled' });
  expect(attachCalls() - before).toBe(served);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(4);
  expect(answer.headers.get('access-control-expose-headers')).toMatch(/retry-after/i);
});
