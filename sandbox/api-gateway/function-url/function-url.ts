import { partitionOf } from '../../template/partition.js';
import type { StackResources } from '../../template/stack-resources.js';
import { functionUrlId } from '../api-gateway-resource-types.js';
import type { CorsSettings } from '../http-api/http-api.js';
import { readCors } from '../http-api/read-cors.js';
import { parseResourcePolicy, type ResourcePolicy } from '../resource-policy.js';

/** A function's own address, `AWS::Lambda::Url`. */
export interface FunctionUrlSettings {
  /** First part of its host name on AWS. */
  readonly urlId: string;
  readonly logicalId: string;
  /** With the alias that it is for. */
  readonly functionArn: string;
  readonly authType: 'AWS_IAM' | 'NONE';
  readonly cors: CorsSettings | undefined;
  /** What the function's `AWS::Lambda::Permission`s give to those who call. */
  readonly policy: ResourcePolicy;
  /** What of it the sandbox cannot do. */
  readonly unsupported: string | undefined;
}

interface PermissionProperties {
  readonly Action?: string;
  readonly FunctionName?: string;
  readonly Principal?: string;
  readonly FunctionUrlAuthType?: string;
  readonly InvokedViaFunctionUrl?: boolean | string;
}

/** Conditions that no request to a function URL fulfils, or that nothing here can judge: such a permission gives nothing. */
const UNFULFILLED = ['SourceArn', 'SourceAccount', 'EventSourceToken', 'PrincipalOrgID'];

export function readFunctionUrls(resources: StackResources): FunctionUrlSettings[] {
  return resources.ofType('AWS::Lambda::Url').map((url) => {
    const { AuthType, Cors, InvokeMode = 'BUFFERED', Qualifier } = url.properties();
    const functionArn = arnOf(String(url.property('TargetFunctionArn')), Qualifier, resources);
    const isKnown = AuthType === 'AWS_IAM' || AuthType === 'NONE';
    return {
      urlId: functionUrlId(url),
      logicalId: url.logicalId,
      functionArn,
      authType: AuthType === 'NONE' ? 'NONE' : 'AWS_IAM',
      cors: readCors(Cors),
      policy: readPermissions(functionArn, resources),
      unsupported: unsupportedOf(isKnown ? undefined : `AuthType ${String(AuthType)}`, InvokeMode, url.logicalId),
    };
  });
}

function unsupportedOf(authType: string | undefined, invokeMode: unknown, logicalId: string): string | undefined {
  const what = authType ?? (invokeMode === 'BUFFERED' ? undefined : `InvokeMode ${String(invokeMode)}`);
  return what && `${what} of function URL ${logicalId}`;
}

/** A name, or an ARN, to the ARN; an alias comes after it. */
function arnOf(named: string, qualifier: unknown, { environment: { region, accountId } }: StackResources): string {
  const arn = named.startsWith('arn:')
    ? named
    : `arn:${partitionOf(region).name}:lambda:${region}:${accountId}:function:${named}`;
  return qualifier === undefined ? arn : `${arn}:${String(qualifier)}`;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
function readPermissions(functionArn: string, resources: StackResources): ResourcePolicy {
  const statements = resources.ofType('AWS::Lambda::Permission').flatMap((permission) => {
    // A template's own words: a permission of another shape permits nothing.
    const properties = permission.properties() as unknown as PermissionProperties;
    const { Action, FunctionName = '', Principal = '', FunctionUrlAuthType, InvokedViaFunctionUrl } = properties;
    const isOfService = /^[\w.-]+\.amazonaws\.com$/.test(Principal);
    const isUnfulfilled = UNFULFILLED.some((name) => Object.hasOwn(properties, name));
    const isOfUrl = arnOf(FunctionName, undefined, resources) === functionArn && typeof Action === 'string';
    if (!isOfUrl || isOfService || isUnfulfilled) return [];
    const equals = FunctionUrlAuthType === undefined ? {} : { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType };
    const via =
      InvokedViaFunctionUrl === undefined ? {} : { 'lambda:InvokedViaFunctionUrl': String(InvokedViaFunctionUrl) };
    const Condition = { StringEquals: equals, Bool: via };
    const of = Principal === '*' ? '*' : { AWS: Principal };
    return [{ Sid: permission.logicalId, Effect: 'Allow', Principal: of, Action, Resource: functionArn, Condition }];
  });
  const { accountId } = resources.environment;
  return parseResourcePolicy(
    `permissions of ${functionArn.split(':function:')[1]}`,
    { Version: '2012-10-17', Statement: statements },
    accountId,
  );
}
