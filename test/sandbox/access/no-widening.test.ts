import { type AccessReport, accessReport, compareAccess } from '../../../sandbox/index.js';
import { type EditableTemplate, synthesizedAssembly } from '../../support/synthesized-assembly.js';
import {
  all,
  allow,
  type Edit,
  group,
  IOT_POLICY,
  inIotPolicy,
  inUserRole,
  iot,
  METHOD,
  POOL,
  properties,
  secret,
  set,
  USER_POLICY,
  withoutRevokedPolicy,
} from './template-edits.js';

const reportOf = (edit?: Edit) => accessReport(synthesizedAssembly(edit));
let unchanged: AccessReport;
beforeAll(() => {
  unchanged = reportOf();
});

/** Every logical ID becomes another one, as when a construct is renamed. */
const renamed: Edit = (template) => {
  const ids = Object.keys(template.Resources).sort((a, b) => b.length - a.length);
  const names = new Map(ids.map((id, index) => [id, `Renamed${String(index).padStart(3, '0')}`]));
  const text = JSON.stringify(template.Resources).replaceAll(
    new RegExp(ids.join('|'), 'g'),
    (id) => names.get(id) ?? id,
  );
  template.Resources = JSON.parse(text);
};
const statements = (template: EditableTemplate) =>
  properties(template, 'AWS::IAM::Policy', USER_POLICY).PolicyDocument.Statement as Record<string, unknown>[];
const reversed: Edit = (template) => {
  statements(template).reverse();
  properties(template, 'AWS::IoT::Policy', IOT_POLICY).PolicyDocument.Statement.reverse();
  template.Resources = Object.fromEntries(Object.entries(template.Resources).reverse());
};
const split: Edit = (template) => {
  const policy = properties(template, 'AWS::IAM::Policy', USER_POLICY).PolicyDocument;
  policy.Statement = statements(template).flatMap(({ Action, Resource, ...rest }) =>
    [Action]
      .flat()
      .flatMap((one) => [Resource].flat().map((resource) => ({ ...rest, Action: [one], Resource: resource }))),
  );
};
/** All in one statement, which pairs each action with each resource: topics are nothing that one connects to. */
const merged: Edit = (template) => {
  const policy = properties(template, 'AWS::IoT::Policy', IOT_POLICY).PolicyDocument;
  const of = (element: string) => policy.Statement.flatMap((statement: Record<string, unknown>) => statement[element]);
  policy.Statement = [allow(of('Action'), of('Resource'))];
};
/** Its statements in a managed policy that the role names. */
const elsewhere: Edit = (template) => {
  const PolicyDocument = { Version: '2012-10-17', Statement: statements(template).splice(1) };
  template.Resources.Moved = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } };
  const role = Object.values(template.Resources).find(({ Properties }) => /signed in/.test(Properties.Description));
  Object.assign(role?.Properties, { ManagedPolicyArns: [{ Ref: 'Moved' }] });
};
const own = (more: string) => iot(`topic/users/\${!cognito-identity.amazonaws.com:sub}/${more}`);

describe('a baseline shows no difference at all', () => {
  it.each<{ title: string; edit: Edit }>([
    { title: 'on an unchanged stack', edit: () => undefined },
    { title: 'for other logical IDs', edit: renamed },
    { title: 'for another order', edit: reversed },
    { title: 'for statements that are split', edit: split },
    { title: 'for statements that are one', edit: merged },
    { title: 'for statements in another policy', edit: elsewhere },
    { title: 'for all of it at once', edit: all(split, merged, reversed, elsewhere, renamed) },
    {
      title: 'for what lies within what was allowed',
      edit: inUserRole(allow('iot:Publish', own('a')), allow('iot:publish', own('b?*'))),
    },
    {
      title: 'for what is denied as a whole',
      edit: inUserRole(allow('s3:GetObject'), { ...allow('s3:*'), Effect: 'Deny' }),
    },
  ])('$title', ({ edit }) => {
    expect(compareAccess(unchanged, reportOf(edit))).toEqual({ wider: [], other: [] });
  });
});

describe('a baseline tells, and lets pass', () => {
  it.each<{ title: string; before: Edit; edit: Edit; told: string[] }>([
    {
      title: 'a right that is gone',
      before: all(inUserRole(allow('iot:RetainPublish', own('*'))), inIotPolicy(allow('iot:RetainPublish', own('*')))),
      edit: () => undefined,
      told: ['right-removed users role iot:RetainPublish', 'right-removed users iot-policy iot:RetainPublish'],
    },
    {
      title: 'a new Deny',
      before: () => undefined,
      edit: inUserRole(secret),
      told: ['deny-added users role iot:*'],
    },
    {
      title: 'an IoT policy that denies everything, to whoever has it',
      before: withoutRevokedPolicy,
      edit: () => undefined,
      told: [expect.stringMatching(/^principal-added <AccessRevokedPolicy\w*> denying-policy: denies iot:\* on \*$/)],
    },
    {
      title: 'a Deny that is gone with what it denied of',
      before: inUserRole(allow('s3:GetObject'), { ...allow('s3:GetObject', 'arn:aws:s3:::mine/*'), Effect: 'Deny' }),
      edit: () => undefined,
      told: ['right-removed users role s3:GetObject'],
    },
    {
      title: 'guests off, and the classic flow',
      before: set(POOL, { AllowUnauthenticatedIdentities: true, AllowClassicFlow: true }),
      edit: () => undefined,
      told: ['principal-removed guests', 'guests-allowed', 'classic-flow'],
    },
    {
      title: 'a new group with what users have',
      before: () => undefined,
      edit: group(),
      told: ['principal-added group staff'],
    },
    {
      title: 'authorization that was missing',
      before: set(METHOD, { AuthorizationType: 'NONE' }, /DELETE/),
      edit: () => undefined,
      told: ['unauthenticated-method'],
    },
  ])('$title', ({ before, edit, told }) => {
    const { wider, other } = compareAccess(reportOf(before), reportOf(edit));
    expect(wider).toEqual([]);
    const words = other.map(({ kind, where, layer, what }) => [kind, where, layer, what].filter(Boolean).join(' '));
    for (const one of told) {
      expect(words).toContainEqual(typeof one === 'string' ? expect.stringContaining(one) : one);
    }
  });
});
