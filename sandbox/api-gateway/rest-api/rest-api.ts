import type { PathTemplate } from '../path-template.js';
import type { ResourcePolicy } from '../resource-policy.js';
import type { RequestFilter } from '../web-acl/rate-rule.js';
import type { AccessLogSettings } from './access-log.js';
import type { GatewayResponses } from './gateway-responses.js';

/** A REST API of API Gateway, deployed to one stage. */
export interface RestApiSettings {
  readonly restApiId: string;
  readonly logicalId: string;
  readonly stageName: string;
  readonly stageVariables: Readonly<Record<string, string>> | null;
  readonly methods: readonly MethodSettings[];
  readonly throttling: Throttling;
  /** The stage's web ACL. */
  readonly webAcl: RequestFilter | undefined;
  readonly gatewayResponses: GatewayResponses;
  /** Of the stage. */
  readonly accessLog: AccessLogSettings | undefined;
  /** The API's own policy, which has its say beside that of the caller's role. */
  readonly policy: ResourcePolicy | undefined;
  /** Content types whose bodies reach the function in Base64. */
  readonly binaryMediaTypes: readonly string[];
  /** Why nothing of it can be called here. */
  readonly refusal: ApiRefusal | undefined;
}

/** `disabled`: AWS refuses, too. Text: what the sandbox cannot judge. */
export type ApiRefusal = 'disabled' | { readonly unsupported: string };

export interface Throttling {
  /** Of each method that has none of its own; undefined: the account's alone. */
  readonly all: RateLimits | undefined;
  /** By `GET /things/{thing}`. */
  readonly single: ReadonlyMap<string, RateLimits>;
}

export interface RateLimits {
  /** Requests a second. */
  readonly rateLimit: number;
  readonly burstLimit: number;
}

export interface MethodSettings {
  readonly logicalId: string;
  /** `GET`, or `ANY`. */
  readonly httpMethod: string;
  readonly path: PathTemplate;
  readonly authorization: Authorization;
  readonly apiKeyRequired: boolean;
  /** Query parameters, headers and so on that a request validator asks for. */
  readonly requiredParameters: readonly RequiredParameter[];
  readonly integration: Integration;
}

export type Authorization =
  | { readonly type: 'AWS_IAM' }
  | { readonly type: 'NONE' }
  | UserPoolAuthorization
  | { readonly type: 'unsupported'; readonly what: string };

export interface UserPoolAuthorization {
  readonly type: 'COGNITO_USER_POOLS';
  readonly userPoolIds: readonly string[];
  /** Header that holds the token, in lower case. */
  readonly header: string;
  /** Scopes of an access token, one of which will do; without any it takes ID tokens. */
  readonly scopes: readonly string[];
}

export interface RequiredParameter {
  readonly location: 'path' | 'querystring' | 'header';
  readonly name: string;
}

export type Integration = LambdaIntegration | MockIntegration | { readonly type: 'unsupported'; readonly what: string };

export interface LambdaIntegration {
  readonly type: 'AWS_PROXY';
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
}

/** Answers without a backend, as a CORS preflight does. */
export interface MockIntegration {
  readonly type: 'MOCK';
  readonly statusCode: number;
  /** Header to value, the quotes of the template taken off. */
  readonly headers: Readonly<Record<string, string>>;
  /** Origins that the response template lets through when there are several; undefined without a template. */
  readonly allowedOrigins: readonly string[] | undefined;
}
