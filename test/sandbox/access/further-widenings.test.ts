import { type AccessReport, accessReport, compareAccess } from '../../../sandbox/index.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';
import {
  all,
  allow,
  bounds,
  type Edit,
  functionUrl,
  group,
  guestsOn,
  guestsWithRole,
  idOf,
  inIotPolicy,
  inUserRole,
  iot,
  METHOD,
  nothing,
  POOL,
  properties,
  secret,
  set,
  trust,
  USER_ROLE,
} from './template-edits.js';

const reportOf = (edit?: Edit) => accessReport(synthesizedAssembly(edit));
let unchanged: AccessReport;
beforeAll(() => {
  unchanged = reportOf();
});

describe('a baseline notices besides', () => {
  it.each<{ title: string; edit: Edit; before?: Edit; told: string[]; marks?: string[] }>([
    {
      title: 'a Deny that is gone',
      before: inIotPolicy(secret),
      edit: nothing,
      told: [expect.stringMatching(/^deny-removed users iot-policy iot:\* on .*\/secret$/)],
    },
    {
      title: 'a Deny that holds under a condition now',
      before: inIotPolicy(secret),
      edit: inIotPolicy({ ...secret, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      told: [expect.stringMatching(/^deny-removed users iot-policy/)],
    },
    {
      title: 'a condition that is gone',
      before: inUserRole({ ...allow('s3:GetObject'), Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
      edit: inUserRole(allow('s3:GetObject')),
      told: ['condition-removed users role s3:GetObject on *'],
    },
    {
      title: "the trust's amr that is gone",
      edit: trust(({ Condition }) => delete Condition['ForAnyValue:StringLike']),
      told: [expect.stringMatching(/^trust-widened users .*AssumeRoleWithWebIdentity/)],
      marks: ['trust-without-amr'],
    },
    {
      title: "the trust's aud that is gone",
      edit: trust(({ Condition }) => delete Condition.StringEquals),
      told: [expect.stringMatching(/^trust-widened users/)],
      marks: ['trust-without-aud'],
    },
    {
      title: 'a trust in another account',
      edit: trust((statement) => (statement.Principal.AWS = 'arn:aws:iam::999988887777:root')),
      told: [expect.stringMatching(/^trust-widened users AWS arn:aws:iam::999988887777:root/)],
      marks: expect.arrayContaining(['trusts-others']),
    },
    {
      title: 'a boundary that is gone',
      before: bounds(allow('iot:*')),
      edit: nothing,
      told: [expect.stringMatching(/^layer-removed users permissions-boundary/)],
    },
    {
      title: 'a boundary that bounds less',
      before: bounds(allow('iot:*')),
      edit: bounds(allow('iot:*'), allow('s3:*')),
      told: ['right-added users permissions-boundary s3:* on *'],
      marks: undefined as never,
    },
    {
      title: 'a managed policy that nobody has told',
      edit: set('AWS::IAM::Role', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSEverything'] }, USER_ROLE),
      told: ['unknown-policy users role arn:aws:iam::aws:policy/AWSEverything'],
      marks: ['unknown-policy'],
    },
    {
      title: 'a new group with more',
      edit: group(allow('iot:Publish', iot('topic/staff/*'))),
      told: [expect.stringMatching(/^right-added group staff role iot:Publish on .*topic\/staff\/\*$/)],
    },
    {
      title: 'the classic flow on',
      edit: set(POOL, { AllowClassicFlow: true }),
      told: [expect.stringContaining('classic-flow')],
      marks: ['classic-flow'],
    },
    {
      title: 'the classic flow on, where there are guests, whose session policy it takes away',
      before: all(guestsWithRole, guestsOn),
      edit: all(guestsWithRole, guestsOn, set(POOL, { AllowClassicFlow: true })),
      told: ['layer-removed guests session-policy session policy for guests', expect.stringContaining('classic-flow')],
      marks: expect.arrayContaining(['classic-flow']),
    },
    {
      title: 'guests on',
      before: guestsWithRole,
      edit: all(guestsWithRole, guestsOn),
      told: [
        expect.stringMatching(/^right-added guests role iot:Connect on .*client\/guest-\*$/),
        expect.stringMatching(/^trust-widened guests/),
        expect.stringContaining('guests-allowed'),
      ],
      marks: expect.arrayContaining(['guests-have-rights', 'guests-allowed']),
    },
    {
      title: 'AttachPolicy for users',
      edit: inUserRole(allow('iot:AttachPolicy')),
      told: ['right-added users role iot:AttachPolicy on *'],
      marks: ['any-resource', 'may-attach-policies'],
    },
    {
      title: 'RetainPublish',
      edit: inIotPolicy(allow('iot:RetainPublish', iot('topic/users/${!cognito-identity.amazonaws.com:sub}/*'))),
      told: [expect.stringMatching(/^right-added users iot-policy iot:RetainPublish/)],
    },
    {
      title: 'a function URL with NONE',
      edit: functionUrl('NONE'),
      told: [expect.stringMatching(/^door-opened URL of function .* function-url-open: NONE$/)],
      marks: ['function-url-open'],
    },
    {
      title: 'a permission for everybody',
      edit: (template) => {
        const FunctionName = { Ref: idOf(template, 'AWS::Lambda::Function', /AttachPolicy/) };
        const Properties = { Action: 'lambda:InvokeFunction', FunctionName, Principal: '*' };
        template.Resources.Open = { Type: 'AWS::Lambda::Permission', Properties };
      },
      told: [expect.stringMatching(/^invocation-added function .* \* lambda:InvokeFunction/)],
      marks: ['anybody-invokes'],
    },
    {
      title: 'another authorizer',
      edit: set(METHOD, { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: 'some' }, /DELETE/),
      told: [expect.stringMatching(/^setting-changed .* DELETE \/attach-policy method: COGNITO_USER_POOLS some$/)],
    },
    {
      title: 'any origin',
      edit: (template) => {
        const [response] = properties(template, METHOD, /OPTIONS/).Integration.IntegrationResponses;
        response.ResponseParameters['method.response.header.Access-Control-Allow-Origin'] = "'*'";
      },
      told: [expect.stringMatching(/^door-opened .* cors-any-origin: \*/)],
      marks: ['cors-any-origin'],
    },
    {
      title: "a topic pattern that is wider than one's own place",
      edit: (template) => {
        const text = JSON.stringify(template.Resources).replaceAll(
          ':topic/users/${cognito-identity.amazonaws.com:sub}/*',
          ':topic/users/*',
        );
        template.Resources = JSON.parse(text);
      },
      told: ['role iot:Publish', 'role iot:Receive', 'iot-policy iot:Publish', 'iot-policy iot:Receive'].map((what) =>
        expect.stringMatching(`^right-added users ${what} on .*topic/users/\\*$`),
      ),
    },
    {
      title: 'NotAction',
      edit: inUserRole({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
      told: ['right-added users role * on * but iam:*'],
      marks: expect.arrayContaining(['not-action', 'any-resource']),
    },
  ])('$title', ({ before, edit, told, marks }) => {
    const { wider } = compareAccess(before === undefined ? unchanged : reportOf(before), reportOf(edit));
    const words = wider.map(({ kind, where, layer, what }) => [kind, where, layer, what].filter(Boolean).join(' '));
    expect(words).toEqual(told);
    if (marks !== undefined) expect([...new Set(wider.flatMap((one) => one.marks ?? []))].sort()).toEqual(marks);
  });
});
