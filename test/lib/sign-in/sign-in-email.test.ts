import { App, Annotations as CdkAnnotations, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { IotAccess, type IotAccessProps } from '../../../lib/index.js';
import { createStack, literal, resource, synthesizedTemplate } from '../synthesized-template.js';

const slowSynthesis = 60_000;
const email = { from: 'hello@example.com' };

function stackIn(region: string | undefined, props: IotAccessProps): Stack {
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Shop', region === undefined ? {} : { env: { region, account: '111122223333' } });
  new IotAccess(stack, 'Access', props);
  return stack;
}

const warnings = (stack: Stack) =>
  Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('dailyEmails'))
    .map(({ entry }) => String(entry.data));

describe('email', () => {
  it(
    'sends by Amazon SES as the address, in a stack that does not say its Region either',
    () => {
      const { EmailConfiguration } = resource(synthesizedTemplate({ email }), 'AWS::Cognito::UserPool').Properties;
      expect({ ...EmailConfiguration, SourceArn: literal(EmailConfiguration.SourceArn) }).toEqual({
        EmailSendingAccount: 'DEVELOPER',
        From: 'hello@example.com',
        SourceArn: 'arn:aws:ses:eu-west-1:111122223333:identity/hello@example.com',
      });
    },
    slowSynthesis,
  );

  it(
    'takes all that SES has to know',
    () => {
      const all = {
        from: 'hello@example.com',
        fromName: 'The Shop',
        verifiedDomain: 'example.com',
        replyTo: 'help@example.com',
        configurationSet: 'sign-in',
        sesRegion: 'eu-west-1',
      };
      Template.fromStack(stackIn('eu-central-1', { email: all })).hasResourceProperties('AWS::Cognito::UserPool', {
        EmailConfiguration: {
          ConfigurationSet: 'sign-in',
          EmailSendingAccount: 'DEVELOPER',
          From: 'The Shop <hello@example.com>',
          ReplyToEmailAddress: 'help@example.com',
          SourceArn: {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ses:eu-west-1:111122223333:identity/example.com']],
          },
        },
      });
    },
    slowSynthesis,
  );

  it.each([
    [
      'eu-north-1',
      'eu-west-1',
      'email.sesRegion: given "eu-west-1"; allowed for a user pool in eu-north-1: eu-north-1',
    ],
    ['eu-west-1', 'eu-central-1', 'allowed for a user pool in eu-west-1: eu-west-1, us-east-1, us-west-2'],
    ['us-gov-west-1', 'us-west-2', 'allowed for a user pool in us-gov-west-1: us-gov-west-1'],
  ])('is refused in %s by way of %s', (region, sesRegion, says) => {
    expect(() => stackIn(region, { email: { ...email, sesRegion } })).toThrow(says);
  });
});

describe('without email', () => {
  it('a stack whose users sign up by themselves is warned of 50 e-mails a day, until that is acknowledged', () => {
    const stack = createStack();
    expect(warnings(stack)).toEqual([expect.stringMatching(/at most 50 a day .*LimitExceededException.*Set "email"/)]);
    CdkAnnotations.of(stack).acknowledgeWarning('cognito-iot-access:dailyEmails');
    expect(warnings(stack)).toEqual([]);
  });

  it.each([
    { title: 'administrators make the users', settings: { selfSignUp: false } },
    { title: 'the user pool is not of the stack', settings: { existing: { userPoolId: 'eu-west-1_EXAMPLE' } } },
    { title: 'SES sends', settings: { email } },
  ])('it is not where $title', ({ settings }) => {
    expect(warnings(createStack(settings))).toEqual([]);
  });
});
