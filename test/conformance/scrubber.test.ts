import { createScrubber } from '../../conformance/scrubber.js';

const identity = 'eu-west-1:0f8fad5b-d9cb-469f-a165-70867728950e';

describe('what is told', () => {
  it('has a name in the place of what was called, the longest first', () => {
    const { call, scrub } = createScrubber();
    call('eu-west-1', 'region');
    call(identity, 'identity');
    call(undefined, 'nothing');
    expect(
      scrub({ message: `Access to Identity '${identity}' is forbidden.`, at: ['cognito-idp.eu-west-1.amazonaws.com'] }),
    ).toEqual({
      message: "Access to Identity '<identity>' is forbidden.",
      at: ['cognito-idp.<region>.amazonaws.com'],
    });
    expect(scrub({ [identity]: 1, count: 7, none: null, yes: true })).toEqual({
      '<identity>': 1,
      count: 7,
      none: null,
      yes: true,
    });
  });

  it.each([
    ['an account', 'arn:aws:iot:eu-west-1:210987654321:cert/x', 'arn:aws:iot:eu-west-1:<account>:cert/x'],
    [
      'an account that is masked',
      'arn:aws:execute-api:eu-west-1:********4321:',
      'arn:aws:execute-api:eu-west-1:<account>:',
    ],
    ['an identity', identity, 'eu-west-1:<uuid>'],
    [
      'a user pool',
      'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3dEf6hI',
      'cognito-idp.eu-west-1.amazonaws.com/<user pool>',
    ],
    ['an access key', 'Credential=ASIAQ3EGFEXAMPLEKEY1/', 'Credential=<key>/'],
    ['a role', 'AROAZUFPDMJL6KJM4LLZI:CognitoIdentityCredentials', '<key>:CognitoIdentityCredentials'],
    ['a token', `Bearer eyJraWQiOiJh.eyJzdWIiOiJi.c2lnbmF0dXJl`, 'Bearer <token>'],
    ['a session token', `IQoJb3JpZ2luX2VjE${'Ab3/'.repeat(20)}==`, '<secret>'],
    ['a signature', 'a3f1'.repeat(16), '<secret>'],
    ['an endpoint', 'a1b2c3d4e5-ats.iot.eu-west-1.amazonaws.com', '<host>'],
    ['an API', 'https://abc123.execute-api.eu-west-1.amazonaws.com/prod/', 'https://<host>/prod/'],
    ['an address', 'from 203.0.113.7:4711', 'from <host>'],
    ['this machine', 'localhost:8001', '<host>'],
    ['an e-mail address', 'ada@example.com', '<e-mail>'],
    ['a time', 'Signature expired: 20261201T120000Z', 'Signature expired: <time>'],
    ['a time in seconds', 'Token expired: 1754028847 >= 1754027905', 'Token expired: <time> >= <time>'],
  ])('has no trace of %s', (_, said, told) => {
    const { scrub, leaks } = createScrubber();
    expect(leaks(said)).not.toEqual([]);
    expect(scrub(said)).toBe(told);
    expect(leaks(told)).toEqual([]);
  });

  it('is otherwise as it was said', () => {
    const { scrub, leaks } = createScrubber();
    for (const said of ['CONNACK 135, closes', 'cognito-identity.amazonaws.com:sub', 'ResourceNotFoundException 404']) {
      expect(scrub(said)).toBe(said);
      expect(leaks(said)).toEqual([]);
    }
  });
});
