import type { EditableTemplate } from '../../support/synthesized-assembly.js';

// biome-ignore lint/suspicious/noExplicitAny: the properties of any resource type
type Properties = any;
/** Changes a template in place. */
export type Edit = (template: EditableTemplate) => void;

/** Logical ID of the only resource of the type whose ID or properties fit. */
export function idOf({ Resources }: EditableTemplate, type: string, fits = /./): string {
  const found = Object.keys(Resources).filter((id) => Resources[id]?.Type === type && fits.test(id));
  if (found.length !== 1) throw new Error(`${found.length} resources of ${type} fit ${fits}`);
  return found[0] as string;
}
export function properties(template: EditableTemplate, type: string, fits = /./): Properties {
  return template.Resources[idOf(template, type, fits)]?.Properties;
}

export const USER_POLICY = /AuthenticatedRoleDefaultPolicy/;
export const IOT_POLICY = /AccessPolicy/;
export const USER_ROLE = /AuthenticatedRole[0-9A-F]{8}$/;
export const allow = (Action: string | string[], Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
export const iot = (resource: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:iot:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
});

export const inUserRole =
  (...more: object[]): Edit =>
  (template) =>
    void properties(template, 'AWS::IAM::Policy', USER_POLICY).PolicyDocument.Statement.push(...more);
export const inFunctionRole =
  (...more: object[]): Edit =>
  (template) =>
    void properties(template, 'AWS::IAM::Policy', /AttachPolicyRoleDefaultPolicy/).PolicyDocument.Statement.push(
      ...more,
    );
export const inIotPolicy =
  (...more: object[]): Edit =>
  (template) =>
    void properties(template, 'AWS::IoT::Policy', IOT_POLICY).PolicyDocument.Statement.push(...more);
/** As of a stack of before there was one. */
export const withoutRevokedPolicy: Edit = (template) => {
  const id = idOf(template, 'AWS::IoT::Policy', /RevokedPolicy/);
  Object.assign(template, JSON.parse(JSON.stringify(template).replaceAll(`{"Ref":"${id}"}`, '"none"')));
  delete template.Resources[id];
};
export const set =
  (type: string, change: object, fits?: RegExp): Edit =>
  (template) =>
    void Object.assign(properties(template, type, fits), change);
export const all =
  (...edits: Edit[]): Edit =>
  (template) => {
    for (const edit of edits) edit(template);
  };

export const METHOD = 'AWS::ApiGateway::Method';
const RESPONSE = 'AWS::ApiGateway::GatewayResponse';
export const POOL = 'AWS::Cognito::IdentityPool';
export const CLIENT = 'AWS::Cognito::UserPoolClient';

export const withoutResponses: Edit = ({ Resources }) => {
  for (const [id, { Type }] of Object.entries(Resources)) if (Type === RESPONSE) delete Resources[id];
};
export const otherOrigin: Edit = (template) => {
  const response = properties(template, RESPONSE, /4xx/i);
  response.ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin'] = "'https://evil.example'";
};
export const trust =
  (change: (statement: Properties) => void): Edit =>
  (template) =>
    change(properties(template, 'AWS::IAM::Role', USER_ROLE).AssumeRolePolicyDocument.Statement[0]);
export const guestsWithRole: Edit = (template) => {
  const role = template.Resources[idOf(template, 'AWS::IAM::Role', USER_ROLE)];
  template.Resources.GuestRole = structuredClone(role as NonNullable<typeof role>);
  Object.assign(template.Resources.GuestRole.Properties, {
    Policies: [
      {
        PolicyName: 'Guests',
        PolicyDocument: { Version: '2012-10-17', Statement: [allow('iot:Connect', iot('client/guest-*'))] },
      },
    ],
  });
  properties(template, 'AWS::Cognito::IdentityPoolRoleAttachment').Roles.unauthenticated = {
    'Fn::GetAtt': ['GuestRole', 'Arn'],
  };
};
export const guestsOn = set(POOL, { AllowUnauthenticatedIdentities: true });
export const group =
  (...statements: object[]): Edit =>
  (template) => {
    const role = template.Resources[idOf(template, 'AWS::IAM::Role', USER_ROLE)];
    template.Resources.StaffRole = structuredClone(role as NonNullable<typeof role>);
    const userPolicy = properties(template, 'AWS::IAM::Policy', USER_POLICY).PolicyDocument;
    const PolicyDocument = {
      ...structuredClone(userPolicy),
      Statement: [...structuredClone(userPolicy.Statement), ...statements],
    };
    Object.assign(template.Resources.StaffRole.Properties, { Policies: [{ PolicyName: 'Staff', PolicyDocument }] });
    template.Resources.Staff = {
      Type: 'AWS::Cognito::UserPoolGroup',
      Properties: {
        GroupName: 'staff',
        UserPoolId: { Ref: idOf(template, 'AWS::Cognito::UserPool') },
        RoleArn: { 'Fn::GetAtt': ['StaffRole', 'Arn'] },
      },
    };
  };
export const secret = {
  Effect: 'Deny',
  Action: 'iot:*',
  Resource: iot('topic/users/${!cognito-identity.amazonaws.com:sub}/secret'),
};
export const bounds =
  (...statements: object[]): Edit =>
  (template) => {
    template.Resources.Bounds = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: { Version: '2012-10-17', Statement: statements } },
    };
    properties(template, 'AWS::IAM::Role', USER_ROLE).PermissionsBoundary = { Ref: 'Bounds' };
  };
export const functionUrl =
  (AuthType: string): Edit =>
  (template) => {
    const TargetFunctionArn = { 'Fn::GetAtt': [idOf(template, 'AWS::Lambda::Function', /AttachPolicy/), 'Arn'] };
    template.Resources.Url = { Type: 'AWS::Lambda::Url', Properties: { AuthType, TargetFunctionArn } };
  };
export const nothing: Edit = () => undefined;
