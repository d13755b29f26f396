import { addConfirmed, newWorld, refusal, userPoolId, type World } from '../people.js';

const DAY = 24 * 3_600_000;
const exceeded =
  'LimitExceededException: Exceeded daily email limit for the operation or the account. If a higher limit is required, ' +
  'please configure your user pool to use your own Amazon SES configuration for sending email.';
const ses = {
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: 'arn:aws:ses:eu-west-1:111122223333:identity/example.com',
    From: 'Shop <hello@example.com>',
    ReplyToEmailAddress: 'help@example.com',
  },
};

const signUp = ({ call }: World, name: string) =>
  call('SignUp', { Username: `${name}@example.org`, Password: 'Analytical-1843' });

async function signUpMany(world: World, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) await signUp(world, `user${number}`);
}

describe('a user pool whose e-mails Cognito sends', () => {
  it('sends 50 in a day, and refuses what takes one more, as if it had not been asked', async () => {
    const world = newWorld();
    await addConfirmed(world);
    await signUpMany(world, 49);
    expect(await refusal(signUp(world, 'late'))).toBe(exceeded);
    const ofOperator = { UserPoolId: userPoolId, Username: 'invited@example.org' };
    expect(await refusal(world.call('AdminCreateUser', ofOperator))).toBe(exceeded);
    expect(await refusal(world.call('ForgotPassword', { Username: 'ada@example.com' }))).toBe(exceeded);
    expect(await refusal(world.call('ResendConfirmationCode', { Username: 'user7@example.org' }))).toBe(exceeded);
    expect(world.pools.users()).toHaveLength(50);
    expect(world.pools.messages()).toHaveLength(50);
    expect(await refusal(world.call('AdminCreateUser', { ...ofOperator, MessageAction: 'SUPPRESS' }))).toBe('nothing');
  });

  it('sends again a day later', async () => {
    const world = newWorld();
    await signUpMany(world, 25);
    world.clock.advance(DAY / 2);
    for (let number = 0; number < 25; number += 1) await signUp(world, `noon${number}`);
    expect(await refusal(signUp(world, 'late'))).toBe(exceeded);
    world.clock.advance(DAY / 2);
    expect(await refusal(signUp(world, 'late'))).toBe('nothing');
  });

  it('says who it is from', async () => {
    const world = newWorld();
    await signUp(world, 'one');
    expect(world.pools.messages().at(-1)?.from).toBe('no-reply@verificationemail.com');
  });
});

describe('a user pool that sends by Amazon SES', () => {
  it('sends more than 50, from the address that was given', async () => {
    const world = newWorld(ses);
    await signUpMany(world, 60);
    expect(world.pools.messages()).toHaveLength(60);
    expect(world.pools.messages().at(-1)).toMatchObject({
      from: 'Shop <hello@example.com>',
      replyTo: 'help@example.com',
    });
    const { UserPool } = await world.call<{ UserPool: object }>('DescribeUserPool', { UserPoolId: userPoolId });
    expect(UserPool).toMatchObject({
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        From: 'Shop <hello@example.com>',
        ReplyToEmailAddress: 'help@example.com',
      },
    });
  });
});
