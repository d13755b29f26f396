import { ada, addConfirmed, refusal, userPoolId } from '../people.js';
import { respond, sources, triggered, unchanged } from './trigger-functions.js';

describe('a message in the words of a function', () => {
  const ses = { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } };
  const says = (emailMessage: string) => respond({ emailMessage, emailSubject: 'Ours' });

  it('has the code where the function has put its place', async () => {
    const world = triggered({ CustomMessage: says('Hello, it is {####}.') }, { pool: ses });
    await addConfirmed(world);
    const [message] = world.pools.messages();
    expect(message).toMatchObject({ subject: 'Ours', text: `Hello, it is ${message?.code}.` });
    await world.call('ForgotPassword', { Username: ada.email });
    await world
      .call('AdminCreateUser', { UserPoolId: userPoolId, Username: 'grace@example.com' })
      .catch(() => undefined);
    expect(sources(world)).toEqual([
      'CustomMessage_SignUp',
      'CustomMessage_ForgotPassword',
      'CustomMessage_AdminCreateUser',
    ]);
    expect(world.events.map(({ request }) => request.usernameParameter)).toEqual([null, null, '{username}']);
  });

  it('invites with name and temporary password', async () => {
    const world = triggered({ CustomMessage: says('{username}: {####}') }, { pool: ses });
    // With what `replace` would take for a place of its own.
    const password = 'Analytical-$$1843-$&';
    const input = { UserPoolId: userPoolId, Username: ada.email, TemporaryPassword: password };
    await world.call('AdminCreateUser', input);
    expect(world.pools.messages()[0]?.text).toBe(`${ada.email}: ${password}`);
  });

  it.each([
    { title: 'without the code', pool: ses, response: { emailMessage: 'Hello' } },
    { title: 'of more than 20,000 characters', pool: ses, response: { emailMessage: '{####}'.padEnd(20_001) } },
    { title: 'where Cognito sends the e-mails', pool: {}, response: { emailMessage: '{####}' } },
  ])('$title is refused', async ({ pool, response }) => {
    const world = triggered({ CustomMessage: respond(response) }, { pool });
    expect(await refusal(world.call('SignUp', { Username: ada.email, Password: ada.password }))).toMatch(
      /^InvalidLambdaResponseException/,
    );
    expect(world.pools.messages()).toEqual([]);
  });

  it('is the pool’s own where the function says nothing', async () => {
    const world = triggered({ CustomMessage: unchanged });
    await addConfirmed(world);
    expect(world.pools.messages()[0]).toMatchObject({ subject: 'Verify your account' });
  });
});
