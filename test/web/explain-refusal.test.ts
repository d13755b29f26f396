import { NotAuthorizedError, NotSignedInError, ThrottledError } from '../../client/index.js';
import { explainRefusal } from '../../web/refusals/explain-refusal.js';
import type { Decision, DecisionLayer } from '../../web/sandbox/sandbox-views.js';

const me = 'us-east-1:11111111-1111-4111-8111-111111111111';
const other = 'us-east-1:22222222-2222-4222-8222-222222222222';

function sandboxThatDecided(...layers: DecisionLayer[]) {
  const resource = `arn:aws:iot:us-east-1:111122223333:topicfilter/users/${other}/#`;
  const decision: Decision = { number: 1, action: 'iot:Subscribe', resource, allowed: false, layers };
  return { lastMessage: async () => undefined, lastRefusal: async () => decision };
}

describe('a refusal in plain words', () => {
  const subscribing = new NotAuthorizedError('iot:Subscribe', `users/${other}/#`);

  it("says whose topic it is, when it is another user's", async () => {
    const { meaning } = await explainRefusal(subscribing, { identityId: me, sandbox: undefined });
    expect(meaning).toContain(`belongs to another identity, ${other}`);
  });

  it('says nothing of the owner on the own topic', async () => {
    const own = new NotAuthorizedError('iot:Publish', `users/${me}/x`);
    expect((await explainRefusal(own, { identityId: me, sandbox: undefined })).meaning).not.toContain('belongs');
  });

  it('tells in the sandbox which document refused, and the statement that is missing', async () => {
    const sandbox = sandboxThatDecided(
      { layer: 'IAM role', effect: 'Allow', document: 'policy P of role R', statement: 'Topics' },
      { layer: 'IoT policy', effect: 'ImplicitDeny' },
    );
    const { documents, missing } = await explainRefusal(subscribing, { identityId: me, sandbox });
    expect(documents).toEqual([
      { name: 'policy P of role R', allowed: true, verdict: 'allows it, in statement Topics' },
      { name: 'IoT policy', allowed: false, verdict: 'has no statement that allows it' },
    ]);
    expect(JSON.parse(missing ?? '')).toMatchObject({ Effect: 'Allow', Action: 'iot:Subscribe' });
  });

  it('proposes no statement where one denies', async () => {
    const sandbox = sandboxThatDecided({ layer: 'IoT policy', effect: 'ExplicitDeny', document: 'D', statement: 'No' });
    const { documents, missing } = await explainRefusal(subscribing, { identityId: me, sandbox });
    expect(documents[0]?.verdict).toBe('denies it, in statement No');
    expect(missing).toBeUndefined();
  });

  it('gives what the client says to check, on AWS', async () => {
    const explained = await explainRefusal(subscribing, { identityId: me, sandbox: undefined });
    expect(explained).toMatchObject({ documents: [], check: subscribing.check, subject: `users/${other}/#` });
  });

  it.each([
    {
      error: new NotSignedInError(
        'x',
        'y',
        new Error('Unauthenticated access is not supported for this identity pool.'),
      ),
      title: 'This identity pool refuses guests',
    },
    { error: new NotSignedInError('There are none.', 'Sign in.'), title: 'There are no credentials' },
    { error: new ThrottledError('Too fast.', 'Wait.'), title: 'AWS asked to slow down' },
    { error: new TypeError('Failed to fetch'), title: 'That did not work' },
  ])('has a title for $error.name: $title', async ({ error, title }) => {
    expect((await explainRefusal(error, { identityId: me, sandbox: undefined })).title).toBe(title);
  });
});
