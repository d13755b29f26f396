import { emailSettings, holdEmailLimits } from '../../../sandbox/cognito/resources/email-settings.js';

const arn = (region: string, identity: string) => `arn:aws:ses:${region}:111122223333:identity/${identity}`;
const hold = (region: string, given: object) => () =>
  holdEmailLimits('Pool (AWS::Cognito::UserPool)', region, { EmailSendingAccount: 'DEVELOPER', ...given });

describe('the sender of a user pool', () => {
  it.each([
    { region: 'eu-central-1', SourceArn: arn('eu-central-1', 'example.com'), From: 'a@example.com' },
    { region: 'eu-central-1', SourceArn: arn('eu-west-1', 'example.com'), From: 'Shop <a@mail.example.com>' },
    { region: 'eu-north-1', SourceArn: arn('eu-north-1', 'A@example.com'), From: 'a@example.com' },
    { region: 'us-gov-west-1', SourceArn: arn('us-gov-west-1', 'a@example.com').replace('aws', 'aws-us-gov') },
  ])('may be what SES could have verified: %j', ({ region, ...given }) => {
    expect(hold(region, given)).not.toThrow();
  });

  it.each([
    ['eu-west-1', {}, /EmailConfiguration\.SourceArn null .*Allowed: the ARN of an identity/],
    ['eu-north-1', { SourceArn: arn('eu-west-1', 'a@example.com') }, /the Region one of eu-north-1[^,]/],
    ['eu-west-1', { SourceArn: arn('eu-central-1', 'a@example.com') }, /one of eu-west-1, us-east-1, us-west-2/],
    ['eu-west-1', { SourceArn: 'arn:aws:sns:eu-west-1:111122223333:topic' }, /SourceArn "arn:aws:sns/],
    ['eu-west-1', { SourceArn: arn('eu-west-1', 'example.com'), From: 'a@example.org' }, /From "a@example.org"/],
    ['eu-west-1', { SourceArn: arn('eu-west-1', 'example.com'), From: 'a@badexample.com' }, /From "a@bad/],
    ['eu-west-1', { SourceArn: arn('eu-west-1', 'example.com') }, /an address of the identity example.com/],
    ['eu-west-1', { SourceArn: arn('eu-west-1', 'a@example.com'), From: 'b@example.com' }, /From "b@example.com"/],
  ])('in %s is refused as %j', (region, given, says) => {
    expect(hold(region, given)).toThrow(says);
  });

  it('is the verified address where nothing else is said', () => {
    expect(emailSettings({ SourceArn: arn('eu-west-1', 'a@example.com') }).from).toBe('a@example.com');
  });
});
