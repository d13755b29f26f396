import { type AccessReport, accessReport, compareAccess } from '../../../sandbox/index.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';
import {
  all,
  allow,
  CLIENT,
  type Edit,
  inFunctionRole,
  inIotPolicy,
  inUserRole,
  iot,
  METHOD,
  otherOrigin,
  POOL,
  properties,
  set,
  withoutResponses,
} from './template-edits.js';

const reportOf = (edit?: Edit) => accessReport(synthesizedAssembly(edit));
let unchanged: AccessReport;
beforeAll(() => {
  unchanged = reportOf();
});

describe('a baseline notices', () => {
  it.each<{ title: string; edit: Edit; told: string[]; marks?: string[] }>([
    {
      title: 'Publish * in the role only',
      edit: inUserRole(allow('iot:Publish')),
      told: ['right-added users role iot:Publish on *'],
      marks: ['any-resource', 'beyond-own-place', 'only-iot-policy-holds-back'],
    },
    {
      title: 'Publish * in the IoT policy only',
      edit: inIotPolicy(allow('iot:Publish')),
      told: ['right-added users iot-policy iot:Publish on *'],
      marks: ['any-resource', 'beyond-own-place', 'only-role-holds-back'],
    },
    {
      title: 'Receive * in both',
      edit: all(inUserRole(allow('iot:Receive')), inIotPolicy(allow('iot:Receive'))),
      told: ['right-added users role iot:Receive on *', 'right-added users iot-policy iot:Receive on *'],
    },
    { title: "s3:* on the user's role", edit: inUserRole(allow('s3:*')), told: ['right-added users role s3:* on *'] },
    {
      title: "*:* on a function's role",
      edit: inFunctionRole(allow('*')),
      told: [expect.stringMatching(/^right-added function <AccessAttachPolicyFunction\w+> role \* on \*$/)],
    },
    {
      title: 'DELETE without authorization',
      edit: set(METHOD, { AuthorizationType: 'NONE' }, /DELETE/),
      told: [expect.stringMatching(/^door-opened <\w+> DELETE \/attach-policy unauthenticated-method: NONE$/)],
    },
    {
      title: 'a wrong CORS origin',
      edit: otherOrigin,
      told: [expect.stringMatching(/^door-opened <\w+> cors-other-origin: https:\/\/evil\.example/)],
    },
    {
      title: 'gateway responses that are gone',
      edit: withoutResponses,
      told: ['DEFAULT_4XX', 'DEFAULT_5XX'].map((type) => expect.stringContaining(`no-cors-on-error: ${type}`)),
    },
    {
      title: 'the server-side check off',
      edit: (template) => {
        properties(template, POOL).CognitoIdentityProviders[0].ServerSideTokenCheck = false;
      },
      told: [expect.stringContaining('server-side-check-off: <AccessSignInUserPoolClient')],
    },
    {
      title: 'a password flow',
      edit: (template) => void properties(template, CLIENT).ExplicitAuthFlows.push('ALLOW_ADMIN_USER_PASSWORD_AUTH'),
      told: [expect.stringContaining('password-flow: ALLOW_ADMIN_USER_PASSWORD_AUTH')],
    },
    {
      title: '${iot:ClientId}',
      edit: inUserRole(allow('iot:Connect', iot('client/${!iot:ClientId}'))),
      told: ['right-added users role iot:Connect on arn:aws:iot:us-east-1:111122223333:client/${iot:ClientId}'],
      marks: ['beyond-own-place', 'client-id-variable', 'only-iot-policy-holds-back'],
    },
  ])('$title', ({ edit, told, marks }) => {
    const { wider } = compareAccess(unchanged, reportOf(edit));
    const words = wider.map(({ kind, where, layer, what }) => [kind, where, layer, what].filter(Boolean).join(' '));
    expect(words).toEqual(told);
    if (marks !== undefined) expect([...new Set(wider.flatMap((one) => one.marks ?? []))].sort()).toEqual(marks);
  });
});
