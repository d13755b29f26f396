import { createHash } from 'node:crypto';

/** Where the stack is imagined to be deployed. */
export interface Environment {
  readonly stackName: string;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

export interface ResourceType {
  /** What `Ref` gives. */
  readonly physicalId: (context: ResourceContext) => string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes?: Readonly<Record<string, (context: ResourceContext) => string>>;
  /** Has an ID because a role's statements name it, but does nothing here: it is listed as not emulated. */
  readonly idOnly?: true;
  /** It has further attributes, that are only known once something has run: those of a custom resource. */
  readonly hasLateAttributes?: boolean;
}

export interface ResourceContext {
  readonly logicalId: string;
  /** One property, resolved. Only what is asked for: others may refer back to this very resource. */
  readonly property: (name: string) => unknown;
  readonly environment: Environment;
  /** Result of this type's `physicalId`. */
  readonly physicalId: string;
}

/**
 * The resource types that the sandbox emulates, with the IDs and attributes AWS would give them. IDs are made from
 * the stack's and the resource's names, so that the same stack gets the same IDs at every start.
 */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Cognito::UserPool': {
    physicalId: ({ environment, logicalId }) => `${environment.region}_${letters(environment, logicalId, 9)}`,
    attributes: {
      Arn: (context) => arn(context, 'cognito-idp', `userpool/${context.physicalId}`),
      UserPoolId: ({ physicalId }) => physicalId,
      ProviderName: ({ environment, physicalId }) => `cognito-idp.${environment.region}.amazonaws.com/${physicalId}`,
      ProviderURL: ({ environment, physicalId }) =>
        `https://cognito-idp.${environment.region}.amazonaws.com/${physicalId}`,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    physicalId: ({ environment, logicalId }) => letters(environment, logicalId, 26).toLowerCase(),
    attributes: {
      ClientId: ({ physicalId }) => physicalId,
      Name: (context) => text(context.property('ClientName')) ?? generatedName(context, 128),
    },
  },
  'AWS::Cognito::UserPoolDomain': { physicalId: ({ property }) => text(property('Domain')) ?? '' },
  'AWS::Cognito::UserPoolGroup': {
    physicalId: (context) => text(context.property('GroupName')) ?? generatedName(context, 128),
  },
  'AWS::Cognito::UserPoolIdentityProvider': { physicalId: ({ property }) => text(property('ProviderName')) ?? '' },
  'AWS::Cognito::IdentityPool': {
    physicalId: ({ environment, logicalId }) => `${environment.region}:${uuid(environment, logicalId)}`,
    attributes: {
      Id: ({ physicalId }) => physicalId,
      Name: (context) => text(context.property('IdentityPoolName')) ?? generatedName(context, 128),
    },
  },
  'AWS::Cognito::IdentityPoolPrincipalTag': { physicalId: (context) => generatedName(context) },
  'AWS::Cognito::IdentityPoolRoleAttachment': { physicalId: (context) => generatedName(context) },
  'AWS::IAM::OIDCProvider': {
    physicalId: (context) => oidcProviderArn(context),
    attributes: { Arn: (context) => oidcProviderArn(context) },
  },
  'AWS::IAM::Role': {
    physicalId: (context) => text(context.property('RoleName')) ?? generatedName(context, 64),
    attributes: {
      Arn: ({ environment, physicalId }) => `arn:aws:iam::${environment.accountId}:role/${physicalId}`,
      RoleId: ({ environment, logicalId }) => roleId(environment, logicalId),
    },
  },
  'AWS::IAM::Policy': { physicalId: (context) => generatedName(context) },
  'AWS::IoT::Policy': {
    physicalId: (context) => text(context.property('PolicyName')) ?? generatedName(context, 128),
    attributes: { Arn: (context) => arn(context, 'iot', `policy/${context.physicalId}`) },
  },
  'AWS::Lambda::Function': {
    physicalId: (context) => text(context.property('FunctionName')) ?? generatedName(context, 64),
    attributes: { Arn: (context) => arn(context, 'lambda', `function:${context.physicalId}`) },
  },
  'AWS::Lambda::Permission': { physicalId: (context) => generatedName(context) },
  'AWS::ApiGateway::RestApi': {
    physicalId: ({ environment, logicalId }) => letters(environment, logicalId, 10).toLowerCase(),
    attributes: {
      RestApiId: ({ physicalId }) => physicalId,
      RootResourceId: ({ environment, logicalId }) => letters(environment, `${logicalId}/`, 10).toLowerCase(),
    },
  },
  'AWS::ApiGateway::Resource': {
    physicalId: ({ environment, logicalId }) => letters(environment, logicalId, 6).toLowerCase(),
  },
  'AWS::ApiGateway::Method': { physicalId: (context) => generatedName(context) },
  'AWS::ApiGateway::Deployment': {
    physicalId: ({ environment, logicalId }) => letters(environment, logicalId, 6).toLowerCase(),
  },
  'AWS::ApiGateway::Stage': { physicalId: ({ property }) => text(property('StageName')) ?? 'default' },
  'AWS::ApiGateway::GatewayResponse': { physicalId: (context) => generatedName(context) },
  'AWS::ApiGateway::Account': { physicalId: (context) => generatedName(context) },
  'AWS::Logs::LogGroup': {
    physicalId: (context) => text(context.property('LogGroupName')) ?? generatedName(context),
    attributes: { Arn: (context) => arn(context, 'logs', `log-group:${context.physicalId}:*`) },
  },
  'AWS::StepFunctions::StateMachine': {
    physicalId: (context) => stateMachineArn(context),
    attributes: { Arn: (context) => stateMachineArn(context) },
    idOnly: true,
  },
  'Custom::AWS': { physicalId: (context) => generatedName(context), hasLateAttributes: true },
};

/** `AROA…`: the unique ID of a role, which leads the session's `userId`. */
export function roleId(environment: Environment, logicalId: string): string {
  return `AROA${letters(environment, logicalId, 17).toUpperCase()}`;
}

/** The issuer without its scheme follows the slash. */
function oidcProviderArn({ environment, property }: ResourceContext): string {
  const issuer = String(property('Url')).replace(/^https?:\/\//, '');
  return `arn:aws:iam::${environment.accountId}:oidc-provider/${issuer}`;
}

function stateMachineArn(context: ResourceContext): string {
  const name = text(context.property('StateMachineName')) ?? generatedName(context, 80);
  return arn(context, 'states', `stateMachine:${name}`);
}

function arn({ environment }: ResourceContext, service: string, resource: string): string {
  return `arn:aws:${service}:${environment.region}:${environment.accountId}:${resource}`;
}

/** As CloudFormation names what the template leaves unnamed: stack, logical ID, random letters. */
function generatedName(
  { environment, logicalId }: Pick<ResourceContext, 'environment' | 'logicalId'>,
  longest = 255,
): string {
  return `${`${environment.stackName}-${logicalId}`.slice(0, longest - 13)}-${letters(environment, logicalId, 12)}`;
}

function letters(environment: Environment, logicalId: string, length: number): string {
  const digest = digestOf(environment, logicalId).toString('base64').replaceAll(/[+/=]/g, '');
  return digest.slice(0, length);
}

function uuid(environment: Environment, logicalId: string): string {
  const hex = digestOf(environment, logicalId).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function digestOf({ stackName, region, accountId }: Environment, logicalId: string): Buffer {
  return createHash('sha512').update(`${accountId}/${region}/${stackName}/${logicalId}`).digest();
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
