import {
  literal,
  pairs,
  resource,
  resourcesOfType,
  roleStatements,
  type SynthesizedTemplate,
  synthesizedTemplate,
} from './synthesized-template.js';

const slowSynthesis = 60_000;
const iot = 'arn:aws:iot:eu-west-1:111122223333';

const everyWayIn = {
  signIn: { domainPrefix: 'my-app' },
  identityProviders: { google: { clientId: 'app', clientSecret: 'sign-in/google' } },
  openIdConnectProviders: [{ url: 'https://id.example.com', clientIds: ['app'] }],
  principalTags: { tenant: 'custom:tenant' },
  groups: [{ name: 'operators' }],
  guests: {},
};

describe('the stack', () => {
  it(
    'leaves behind all that users need to come back, and of a failed first deployment nothing',
    () => {
      const { Resources } = synthesizedTemplate(everyWayIn);
      const kept = Object.entries(Resources).filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete');
      const policies = new Set(kept.map(([, one]) => `${one.DeletionPolicy} ${one.UpdateReplacePolicy}`));
      expect([...policies]).toEqual(['RetainExceptOnCreate Retain']);
      const names = kept.map(([id, { Type }]) => `${Type} ${id.replace(/^Access|[0-9A-F]{8}$/g, '')}`).sort();
      expect(names).toEqual([
        'AWS::Cognito::IdentityPool SignInIdentityPool',
        'AWS::Cognito::IdentityPoolRoleAttachment SignInRoleAttachment',
        'AWS::Cognito::UserPool SignInUserPool',
        'AWS::Cognito::UserPoolClient SignInUserPoolClient',
        'AWS::Cognito::UserPoolDomain SignInDomain',
        'AWS::Cognito::UserPoolGroup GroupoperatorsGroup',
        'AWS::Cognito::UserPoolIdentityProvider SignInGoogle',
        'AWS::IAM::OIDCProvider SignInOpenIdConnectidexamplecom',
        'AWS::IAM::Role GroupoperatorsRole',
        'AWS::IAM::Role SignInAuthenticatedRole',
        'AWS::IAM::Role SignInUnauthenticatedRole',
        'AWS::IoT::Policy Policy',
        'AWS::IoT::Policy RevokedPolicy',
        'AWS::Logs::LogGroup AttachPolicyLogGroup',
        'AWS::Logs::LogGroup EndpointLogGroup',
      ]);
    },
    slowSynthesis,
  );

  it(
    'leaves nothing behind where it is to be thrown away',
    () => {
      const template = synthesizedTemplate({ ...everyWayIn, removalPolicy: 'destroy' });
      const left = Object.values(template.Resources).filter((one) => /Retain/.test(one.DeletionPolicy ?? ''));
      expect(left).toEqual([]);
    },
    slowSynthesis,
  );

  it(
    'detaches the IoT policy before it is deleted, when nobody can attach it any more',
    () => {
      const template = synthesizedTemplate({ removalPolicy: 'destroy' });
      const policy = resource(template, 'AWS::IoT::Policy', 'AccessPolicy');
      expect(policy.Properties.Tags).toEqual([{ Key: 'detach-on-delete', Value: 'true' }]);
      const [id, detachment] =
        Object.entries(template.Resources).find(([id, { Type }]) => isDetachment(Type) && !/Revoked/.test(id)) ?? [];
      // Deleted before what it refers to, and after what depends on it.
      expect(detachment?.Properties.PolicyName).toEqual({ Ref: expect.stringMatching(/^AccessPolicy/) });
      expect(resource(template, 'AWS::ApiGateway::Method', 'POST').DependsOn).toContain(id);
      // By an update the function learns a new name before everybody is moved to it.
      expect(detachment?.DependsOn).toContainEqual(expect.stringMatching(/^AccessAttachPolicyFunction/));
      expect(pairs(roleStatements(template, 'DetachOnDeleteRole'))).toEqual([
        'iot:AttachPolicy *',
        'iot:DetachPolicy *',
        `iot:ListTagsForResource ${iot}:policy/*`,
        `iot:ListTargetsForPolicy ${iot}:policy/*`,
        expect.stringMatching(/^logs:CreateLogStream <AccessDetachOnDeleteLogGroup\w+\.Arn>$/),
        expect.stringMatching(/^logs:PutLogEvents <AccessDetachOnDeleteLogGroup\w+\.Arn>$/),
      ]);
    },
    slowSynthesis,
  );

  it(
    'keeps denying whoever is revoked until nobody has the other IoT policy any more, and then detaches that, too',
    () => {
      const { Resources } = synthesizedTemplate({ removalPolicy: 'destroy' });
      const detachments = Object.entries(Resources).filter(([, { Type }]) => isDetachment(Type));
      expect(detachments).toHaveLength(2);
      const [, ofUsers] = detachments.find(([one]) => !/Revoked/.test(one)) ?? [];
      const [id, ofRevoked] = detachments.find(([one]) => /Revoked/.test(one)) ?? [];
      expect(ofRevoked?.Properties.PolicyName).toEqual({ Ref: expect.stringMatching(/^AccessRevokedPolicy/) });
      expect(ofRevoked?.Properties.ServiceToken).toEqual(ofUsers?.Properties.ServiceToken);
      expect(ofUsers?.DependsOn).toContain(id);
      const policy = resource({ Resources, Outputs: {} }, 'AWS::IoT::Policy', 'RevokedPolicy');
      expect(policy.Properties.Tags).toEqual([{ Key: 'detach-on-delete', Value: 'true' }]);
      expect(policy.DeletionPolicy).toBe('Delete');
    },
    slowSynthesis,
  );

  describe('to be thrown away has the provider framework of the CDK', () => {
    let template: SynthesizedTemplate;
    beforeAll(() => {
      template = synthesizedTemplate({ removalPolicy: 'destroy' });
    }, slowSynthesis);

    it('with its functions and state machine, and no more', () => {
      const ids = Object.entries(template.Resources).filter(([id]) => id.includes('DetachOnDelete'));
      const counts: Record<string, number> = {};
      for (const [, { Type }] of ids) counts[Type] = (counts[Type] ?? 0) + 1;
      expect(counts).toEqual({
        'AWS::IAM::Policy': 4,
        'AWS::IAM::Role': 4,
        'AWS::Lambda::Function': 5,
        'AWS::Logs::LogGroup': 1,
        'AWS::StepFunctions::StateMachine': 1,
        'Custom::DetachOnDelete': 2,
      });
    });

    it('waiting as long as CloudFormation does, and asking four times a minute', () => {
      const { ServiceTimeout } = resource(template, 'Custom::DetachOnDelete', 'RevokedDetachment').Properties;
      expect(ServiceTimeout).toBe('3600');
      const { DefinitionString } = resource(template, 'AWS::StepFunctions::StateMachine').Properties;
      const { States } = JSON.parse(literal(DefinitionString));
      expect(States['framework-isComplete-task'].Retry).toEqual([
        { ErrorEquals: ['States.ALL'], IntervalSeconds: 15, MaxAttempts: 240, BackoffRate: 1 },
      ]);
    });

    it('on one runtime, with logs in the log group that goes with the stack, and roles without managed policies', () => {
      const functions = resourcesOfType(template, 'AWS::Lambda::Function').map(({ Properties }) => Properties);
      const ofTeardown = functions.filter(({ LoggingConfig }) => /DetachOnDelete/.test(LoggingConfig.LogGroup.Ref));
      expect(ofTeardown.map(({ Runtime }) => Runtime)).toEqual(Array(5).fill('nodejs24.x'));
      const managed = resourcesOfType(template, 'AWS::IAM::Role').flatMap(
        (one) => one.Properties.ManagedPolicyArns ?? [],
      );
      expect(managed).toEqual([]);
    });

    it('which may call its two functions and nothing else', () => {
      const framework = ['ProviderOnEventRole', 'ProviderIsCompleteRole', 'waiterstatemachineRole'];
      const allowed = framework.flatMap((role) => pairs(roleStatements(template, role)));
      const [logs, others] = [
        /^logs:(CreateLogStream|PutLogEvents) <AccessDetachOnDeleteLogGroup/,
        /AccessDetachOnDelete/,
      ];
      const rest = allowed.filter((pair) => !logs.test(pair));
      expect(rest.filter((pair) => !others.test(pair))).toEqual([]);
      expect([...new Set(rest.map((pair) => pair.split(' ')[0]))].sort()).toEqual([
        'lambda:GetFunction',
        'lambda:InvokeFunction',
        'states:StartExecution',
      ]);
    });
  });
});

function isDetachment(type: string): boolean {
  return type === 'Custom::DetachOnDelete';
}
