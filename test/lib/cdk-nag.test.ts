import { Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { createStack } from './synthesized-template.js';

const everyPart = {
  access: {
    clientIds: ['{identity}', '{identity}-*', '{thing}'],
    publish: ['users/{identity}/*', 'tenants/{tenant}/*'],
    shadows: ['{thing}'],
  },
  signIn: { domainPrefix: 'my-app' },
  guests: {},
  groups: [{ name: 'operators', access: { publish: ['machines/*'] } }],
  principalTags: { tenant: 'custom:tenant' },
  clientSideAttach: true,
};

const watching = { alarms: { email: 'operators@example.com' }, dashboard: true, metrics: true, tracing: true };
const devices = { publish: ['devices/{device}/commands/*'], retain: ['devices/{device}'], shadow: ['get', 'update'] };

describe.each([
  { title: 'removal policy retain', settings: { removalPolicy: 'retain' } },
  { title: 'removal policy destroy', settings: { removalPolicy: 'destroy' } },
  { title: 'every part', settings: everyPart },
  { title: 'an access log', settings: { apiAccessLog: true } },
  {
    title: "an access log and the account's role for it",
    settings: { apiAccessLog: true, apiGatewayCloudWatchRole: true },
  },
  {
    title: 'an access log in GovCloud',
    settings: { region: 'us-gov-west-1', apiAccessLog: true, apiGatewayCloudWatchRole: true },
  },
  { title: 'a web ACL', settings: { webAclRateLimit: 1000 } },
  { title: 'everything that watches', settings: watching },
  { title: 'everything that watches in GovCloud', settings: { ...watching, region: 'us-gov-west-1' } },
  { title: 'a directory', settings: { directory: true } },
  { title: 'a scheduled sweep', settings: { directory: true, devices, sweepSchedule: 'rate(1 day)' } },
  { title: 'devices', settings: { directory: true, devices } },
])('AWS Solutions checks of cdk-nag with $title', ({ settings }) => {
  const stack = createStack(settings);
  if ('devices' in settings) {
    const assumedBy = new ServicePrincipal('lambda.amazonaws.com');
    stack.iotAccess.grantDeviceGrants(new Role(stack, 'BackEnd', { assumedBy }));
  }
  const thrownAway = 'removalPolicy' in settings && settings.removalPolicy === 'destroy';

  it('find nothing that is not acknowledged, so that an app with this stack passes too', () => {
    expect(new AwsSolutionsChecks().validateScope(stack.node.root).violations).toEqual([]);
  });

  it('find exactly what is acknowledged, each for a reason', () => {
    const checks = new AwsSolutionsChecks();
    Object.assign(checks, { isAcknowledged: () => false });
    const found = checks.validateScope(stack.node.root).violations.map(({ ruleName }) => ruleName);
    const acknowledged = stack.node.findAll().flatMap(acknowledgements);
    expect([...new Set(acknowledged.map(({ rule }) => rule))].sort()).toEqual([...new Set(found)].sort());
    for (const { reason } of acknowledged) expect(reason).toMatch(/^\S.{20,}\.$/);
  });

  it('are acknowledged for these rules and no others', () => {
    const rules = stack.node.findAll().flatMap(acknowledgements);
    expect([...new Set(rules.map(({ rule }) => rule.replace(/\[.*/, '')))].sort()).toEqual([
      ...('apiAccessLog' in settings ? [] : ['AwsSolutions-APIG1']),
      'AwsSolutions-APIG2',
      ...('webAclRateLimit' in settings ? [] : ['AwsSolutions-APIG3']),
      'AwsSolutions-APIG6',
      'AwsSolutions-COG2',
      'AwsSolutions-COG4',
      ...('guests' in settings ? ['AwsSolutions-COG7'] : []),
      'AwsSolutions-COG8',
      ...('apiGatewayCloudWatchRole' in settings ? ['AwsSolutions-IAM4'] : []),
      'AwsSolutions-IAM5',
      ...(thrownAway ? ['AwsSolutions-SF1', 'AwsSolutions-SF2'] : []),
    ]);
  });
});

function acknowledgements(construct: IConstruct): { rule: string; reason: string }[] {
  return construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([id, reason]) => ({ rule: id.replace(/^annotation::/i, ''), reason }));
}
