import { accessLogLine, commonLogTime, readAccessLog } from '../../../../sandbox/api-gateway/rest-api/access-log.js';

describe('a line of an access log', () => {
  it('has what is known, and - for what is not', () => {
    const format = '$context.requestId $context.identity.sourceIp [$context.requestTime] $context.unheard.of';
    expect(accessLogLine(format, { requestId: 'r', 'identity.sourceIp': '192.0.2.1', requestTime: undefined })).toBe(
      'r 192.0.2.1 [-] -',
    );
  });

  it('stays one line of JSON, whatever a client sent', () => {
    const said = 'x"}\n{"forged": "\\';
    const line = accessLogLine('{"agent":"$context.identity.userAgent","why":$context.error.messageString}', {
      'identity.userAgent': said,
      'error.message': said,
    });
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({ agent: said, why: said });
  });

  it('takes the longest name', () => {
    expect(accessLogLine('$context.status $context.statusText', { status: 200 })).toBe('200 -');
  });

  it('has the time as web servers write it', () => {
    expect(commonLogTime(Date.UTC(2026, 10, 3, 4, 5, 6))).toBe('03/Nov/2026:04:05:06 +0000');
  });
});

describe('where a stage writes', () => {
  const Format = '$context.requestId';
  it.each([
    ['arn:aws:logs:us-east-1:111122223333:log-group:/my/log:*', { group: '/my/log', format: Format }],
    ['arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:log', { group: 'log', format: Format }],
    ['arn:aws:firehose:us-east-1:111122223333:deliverystream/amazon-apigateway-x', undefined],
  ])('%s', (DestinationArn, expected) => {
    expect(readAccessLog({ DestinationArn, Format })).toEqual(expected);
  });

  it('is nowhere unless it says so', () => {
    expect(readAccessLog(undefined)).toBeUndefined();
  });
});
