import { entryOfLine } from '../../../cli/tail/entry-of-line.js';

const time = 1_700_000_000_000;
const identityId = 'us-east-1:460453c0-fef6-4fcb-a0a3-2fe95c434866';

describe('a line of the function', () => {
  it('says who was refused, and why', () => {
    const message = {
      event: 'attach',
      code: 'PolicyLimitExceeded',
      status: 409,
      message: 'Ten.',
      identityId,
      sub: 'ada',
    };
    expect(entryOfLine.function(JSON.stringify({ level: 'WARN', message }), time)).toMatchObject({
      refused: true,
      identityId,
      sub: 'ada',
      what: 'attach',
      result: '409 PolicyLimitExceeded',
      message: 'Ten.',
    });
  });

  it('says that Lambda ended a call', () => {
    const told = (type: string, status: string) =>
      entryOfLine.function(JSON.stringify({ type: `platform.${type}`, record: { status } }), time);
    expect(told('report', 'timeout')).toMatchObject({ refused: true, what: 'invocation', result: 'timeout' });
    expect(told('initReport', 'error')).toMatchObject({ refused: true, what: 'init', result: 'error' });
    expect(told('report', 'success')).toBeUndefined();
    // The same end again, in more detail.
    expect(told('runtimeDone', 'timeout')).toBeUndefined();
  });

  it.each(['INIT_START Runtime Version', '{"message":"hello"}', 'null', ''])(
    'is passed over where it is %j',
    (text) => {
      expect(entryOfLine.function(text, time)).toBeUndefined();
    },
  );
});

it('a line of the API has the user, and why API Gateway refused', () => {
  const provider = 'cognito-idp.us-east-1.amazonaws.com/us-east-1_abc';
  const line = {
    httpMethod: 'POST',
    resourcePath: '/attach-policy',
    status: '403',
    errorType: 'ACCESS_DENIED',
    errorMessage: 'no',
    integrationError: '-',
    extendedRequestId: '-',
    user: `${provider},${provider}:CognitoSignIn:ada`,
  };
  expect(entryOfLine.api(JSON.stringify(line), time)).toMatchObject({
    refused: true,
    sub: 'ada',
    extendedRequestId: undefined,
    what: 'POST /attach-policy',
    result: '403 ACCESS_DENIED',
    message: 'no',
  });
});

it.each([
  [identityId, identityId],
  [`${identityId}-042`, identityId],
  ['my-phone', undefined],
])('a line of AWS IoT about the client %s is of the identity %s', (clientId, of) => {
  const line = { eventType: 'Connect', status: 'Failure', clientId, reason: 'AUTHORIZATION_FAILURE' };
  const entry = entryOfLine.iot(JSON.stringify(line), time);
  expect(entry).toMatchObject({ refused: true, what: `Connect as ${clientId}`, result: 'AUTHORIZATION_FAILURE' });
  expect(entry?.identityId).toBe(of);
});
