import type { PathTemplate } from '../path-template.js';

/** An HTTP API of API Gateway, with every stage that it is deployed to. */
export interface HttpApiSettings {
  readonly apiId: string;
  readonly logicalId: string;
  readonly stages: readonly HttpStage[];
  readonly routes: readonly RouteSettings[];
  readonly cors: CorsSettings | undefined;
  /** Why nothing of it can be called: `disabled` on AWS, too; text names what the sandbox cannot judge. */
  readonly refusal: 'disabled' | { readonly unsupported: string } | undefined;
}

export const DEFAULT_STAGE = '$default';

export interface HttpStage {
  readonly stageName: string;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  /** Neither by itself nor by a deployment of the template: it has no routes then. */
  readonly isDeployed: boolean;
  readonly throttling: { readonly all: RouteLimits; readonly single: ReadonlyMap<string, RouteLimits> };
}

export interface RouteLimits {
  /** Requests a second. */
  readonly rateLimit: number;
  readonly burstLimit: number;
}

export interface RouteSettings {
  readonly logicalId: string;
  /** `GET /things/{thing}`, `ANY /files/{proxy+}`, `$default`. */
  readonly routeKey: string;
  readonly method: string;
  /** Undefined for `$default`, which takes what no other route does. */
  readonly path: PathTemplate | undefined;
  readonly authorization: RouteAuthorization;
  readonly integration: RouteIntegration;
}

export type RouteAuthorization =
  | { readonly type: 'AWS_IAM' }
  | { readonly type: 'NONE' }
  | JwtAuthorization
  | { readonly type: 'unsupported'; readonly what: string };

export interface JwtAuthorization {
  readonly type: 'JWT';
  readonly authorizer: string;
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Where the token is; a header's name is in lower case. */
  readonly identitySource: { readonly in: 'header' | 'querystring'; readonly name: string };
  /** One of them will do; without any, none is asked for. */
  readonly scopes: readonly string[];
}

export type RouteIntegration =
  | {
      readonly type: 'AWS_PROXY';
      readonly functionArn: string;
      readonly payloadFormatVersion: '1.0' | '2.0';
      readonly timeoutMilliseconds: number;
    }
  | { readonly type: 'unsupported'; readonly what: string };

/** `AWS::ApiGatewayV2::Api`, `CorsConfiguration`. */
export interface CorsSettings {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  /** Seconds. */
  readonly maxAge: number | undefined;
}
