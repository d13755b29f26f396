import { IotAccessStack, readSettings } from '../../../lib/index.js';
import { SettingsError } from '../../../lib/settings-error.js';
import { literal, type Resource, resource, resourcesOfType, synthesizedTemplate } from '../synthesized-template.js';

const slowSynthesis = 60_000;

/** What an alarm looks at, and from when on: `AWS/Lambda Errors >= 1`. */
function watched({ Properties }: Resource): string {
  const { Namespace, MetricName, Metrics, Threshold, EvaluationPeriods, ComparisonOperator, TreatMissingData } =
    Properties;
  const stat = Metrics?.[0].MetricStat;
  const { Period, Statistic, ExtendedStatistic } = Properties;
  const how = [Statistic ?? ExtendedStatistic ?? stat.Stat, `${Period ?? stat.Period} s`, `${EvaluationPeriods} times`];
  expect(ComparisonOperator).toBe('GreaterThanOrEqualToThreshold');
  // An hour in which nobody calls is none in which something is wrong.
  expect(TreatMissingData).toBe('notBreaching');
  const metric = `${Namespace ?? stat.Metric.Namespace} ${MetricName ?? stat.Metric.MetricName}`;
  return `${metric} >= ${Threshold} (${how.join(', ')})`;
}

const alarmsOf = (settings: object) => resourcesOfType(synthesizedTemplate(settings), 'AWS::CloudWatch::Alarm');

describe('alarms', () => {
  it('are not there unless they are asked for, and neither is anything else that costs', () => {
    const types = Object.values(synthesizedTemplate().Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /CloudWatch|SNS|KMS/.test(type))).toEqual([]);
  });

  it(
    'have thresholds of their own where nothing is said',
    () => {
      expect(alarmsOf({ alarms: {} }).map(watched)).toEqual([
        'AWS/Lambda Errors >= 1 (Sum, 300 s, 1 times)',
        'AWS/Lambda Throttles >= 1 (Sum, 300 s, 1 times)',
        'AWS/Lambda Duration >= 3000 (p99, 300 s, 3 times)',
        'AWS/ApiGateway 5XXError >= 5 (Sum, 300 s, 1 times)',
        'AWS/ApiGateway Latency >= 5000 (p99, 300 s, 3 times)',
        'AWS/IoT Connect.AuthError >= 1000 (Sum, 300 s, 1 times)',
        'AWS/IoT Connect.Throttle >= 1 (Sum, 300 s, 1 times)',
        'AWS/IoT Connect.ClientIDThrottle >= 10 (Sum, 300 s, 1 times)',
      ]);
    },
    slowSynthesis,
  );

  it(
    'watch the quota of attaches, and users who keep asking, by the metrics of the function',
    () => {
      const both = alarmsOf({ alarms: {}, metrics: true }).map(watched).slice(8);
      // 80 % of 15 a second over a minute.
      expect(both).toEqual([
        'CognitoIotAccess IotRequests >= 720 (Sum, 60 s, 1 times)',
        'CognitoIotAccess Answers >= 20 (Sum, 300 s, 1 times)',
      ]);
      const [raised] = alarmsOf({ alarms: { attachQuota: 100 }, metrics: true })
        .map(watched)
        .slice(8);
      expect(raised).toBe('CognitoIotAccess IotRequests >= 4800 (Sum, 60 s, 1 times)');
    },
    slowSynthesis,
  );

  it(
    'take each threshold that is set, and no other',
    () => {
      const thresholds = { functionErrors: 2, functionMilliseconds: 900, apiErrors: 7, clientsThrottled: 3 };
      expect(alarmsOf({ alarms: thresholds }).map((alarm) => alarm.Properties.Threshold)).toEqual([
        2, 1, 900, 7, 5000, 1000, 1, 3,
      ]);
    },
    slowSynthesis,
  );

  it(
    'tell the topic when it begins and when it is over, and say what to look at',
    () => {
      const topicArn = 'arn:aws:sns:eu-west-1:111122223333:alarms';
      const template = synthesizedTemplate({ alarms: { topicArn }, metrics: true });
      for (const { Properties } of resourcesOfType(template, 'AWS::CloudWatch::Alarm')) {
        expect(Properties).toMatchObject({ AlarmActions: [topicArn], OKActions: [topicArn] });
        expect(Properties.AlarmDescription).toMatch(/^[A-Z].{40,}\.$/);
      }
      const types = Object.values(template.Resources).map(({ Type }) => Type);
      expect(types.filter((type) => /SNS|KMS/.test(type))).toEqual([]);
    },
    slowSynthesis,
  );
});

describe('the topic of the stack', () => {
  const template = synthesizedTemplate({ alarms: { email: 'operators@example.com' } });

  it('is told by alarms of this account and Region alone, over TLS, and goes with the stack', () => {
    const { PolicyDocument } = resource(template, 'AWS::SNS::TopicPolicy').Properties;
    const allowed = PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toEqual([
      expect.objectContaining({ Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
    ]);
    const { StringEquals, ArnLike } = allowed[0].Condition;
    expect(literal(StringEquals['aws:SourceAccount'])).toBe('111122223333');
    expect(literal(ArnLike['aws:SourceArn'])).toBe('arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*');
    const denied = PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Deny');
    expect(denied).toEqual([
      expect.objectContaining({ Condition: { Bool: { 'aws:SecureTransport': 'false' } }, Principal: '*' }),
    ]);
    expect(resource(template, 'AWS::SNS::Topic').DeletionPolicy).toBeUndefined();
  });

  it('is encrypted with a key that CloudWatch may use for it, which is deleted with the stack', () => {
    const key = resource(template, 'AWS::KMS::Key');
    expect(key.DeletionPolicy).toBe('Delete');
    expect(key.Properties.EnableKeyRotation).toBe(true);
    const statements: { Principal: object; Action: unknown; Condition?: object }[] = key.Properties.KeyPolicy.Statement;
    const [forAlarms, ...others] = statements.filter(({ Principal }) => 'Service' in Principal);
    expect(others).toEqual([]);
    expect(forAlarms).toMatchObject({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: expect.anything() },
    });
    const [id] = Object.entries(template.Resources).find(([, one]) => one === key) ?? [];
    expect(resource(template, 'AWS::SNS::Topic').Properties.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [id, 'Arn'] });
  });

  it('asks the address, and nobody where there is none', () => {
    expect(resource(template, 'AWS::SNS::Subscription').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'operators@example.com',
    });
    expect(resourcesOfType(synthesizedTemplate({ alarms: {} }), 'AWS::SNS::Subscription')).toEqual([]);
  });
});

it('in GovCloud the topic is told by alarms of its own partition', () => {
  const template = synthesizedTemplate({ alarms: {}, region: 'us-gov-west-1' });
  const { PolicyDocument } = resource(template, 'AWS::SNS::TopicPolicy').Properties;
  const [arn] = PolicyDocument.Statement.flatMap(
    ({ Condition }: { Condition: { ArnLike?: Record<string, unknown> } }) =>
      Condition.ArnLike ? [literal(Condition.ArnLike['aws:SourceArn'])] : [],
  );
  expect(arn).toBe('arn:aws-us-gov:cloudwatch:us-gov-west-1:111122223333:alarm:*');
});

describe('alarms that cannot be', () => {
  it.each([
    [{ apiErrors: 0 }, /alarms\.apiErrors: given 0; allowed: a whole number from 1 on/],
    [{ apiErrors: 1.5 }, /alarms\.apiErrors: given 1\.5; allowed/],
    [{ apiErrors: '5' }, /alarms\.apiErrors: given "5"; allowed/],
    [{ email: 'operators' }, /alarms\.email: given "operators"; allowed: one address/],
    [{ email: 'a@example.com,b@example.com' }, /alarms\.email: given .*; allowed: one address/],
    [{ topicArn: 'alarms' }, /alarms\.topicArn: given "alarms"; allowed: an ARN such as arn:aws:sns:/],
    [{ attachQuota: 30 }, /alarms\.attachQuota: needs metrics: true/],
    [{ usersThrottled: 30 }, /alarms\.usersThrottled: needs metrics: true/],
    [{ errors: 5 }, /alarms\.errors: unknown setting/],
    [
      { topicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms', email: 'operators@example.com' },
      /alarms\.email: cannot be used with alarms\.topicArn/,
    ],
  ])('%j are refused with what is allowed', (alarms, says) => {
    expect(() => readSettings({ alarms })).toThrow(says);
  });

  it('are refused by the construct, too', () => {
    expect(() => new IotAccessStack(undefined as never, 'Stack', { alarms: { apiErrors: 0 } })).toThrow(SettingsError);
  });
});
