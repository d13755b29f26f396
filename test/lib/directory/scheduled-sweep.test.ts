import { readSettings } from '../../../lib/index.js';
import { resource, resourcesOfType, roleStatements, synthesizedTemplate } from '../synthesized-template.js';

const sweepSchedule = 'rate(1 day)';

describe('a scheduled sweep', () => {
  const template = synthesizedTemplate({ directory: true, sweepSchedule });

  it('is called by a rule of this schedule, which alone may call it', () => {
    const { Properties: rule } = resource(template, 'AWS::Events::Rule');
    expect(rule).toMatchObject({ ScheduleExpression: sweepSchedule, State: 'ENABLED', Targets: [{ Id: 'Target0' }] });
    const permissions = resourcesOfType(template, 'AWS::Lambda::Permission').map(({ Properties }) => Properties);
    const ofEvents = permissions.filter(({ Principal }) => Principal === 'events.amazonaws.com');
    expect(ofEvents).toMatchObject([{ Action: 'lambda:InvokeFunction', FunctionName: rule.Targets[0].Arn }]);
    expect(JSON.stringify(ofEvents[0]?.SourceArn)).toContain('SweepRule');
  });

  it('may not touch policies of users’ own where there are none', () => {
    const actions = roleStatements(template, 'SweepRole').flatMap((statement) => statement.actions);
    expect(actions).toContain('cognito-idp:ListUsers');
    expect(actions.filter((action) => action.startsWith('iot:')).sort()).toEqual([
      'iot:DetachPolicy',
      'iot:ListAttachedPolicies',
    ]);
  });
});

it('is not there by default', () => {
  expect(resourcesOfType(synthesizedTemplate({ directory: true }), 'AWS::Events::Rule')).toEqual([]);
});

it('is refused without a directory', () => {
  expect(() => readSettings({ sweepSchedule })).toThrow(/sweepSchedule: takes directory.* set "directory" to true/);
  expect(() => synthesizedTemplate({ sweepSchedule })).toThrow(/sweepSchedule/);
});

it.each(['rate(1 days)', 'rate(2 day)', 'rate(0 hours)', 'daily', 'cron(0 3 * * ?)', ''])(
  'refuses %j, which EventBridge does not take',
  (given) => {
    expect(() => readSettings({ directory: true, sweepSchedule: given })).toThrow(/sweepSchedule.*rate\(1 day\)/s);
  },
);

it.each(['rate(1 hour)', 'rate(12 hours)', 'cron(0 3 * * ? *)'])('takes %j', (given) => {
  expect(readSettings({ directory: true, sweepSchedule: given })).toMatchObject({ sweepSchedule: given });
});
