import type { z } from 'zod';
import type { AwsError } from '../base/errors.js';
import type { IamRequest } from '../iam/authorize.js';
import type { Principal } from '../iam/principal.js';
import type { Operation } from './operation.js';
import type { RestOperation } from './rest-operation.js';

/** What AWS calls the API of a service: operations that share a protocol, a signing name and their words for errors. */
interface ApiOf<O extends Operation> {
  /** The name that requests are signed for: `cognito-idp`, `iotdata`. */
  readonly signingName: string;
  readonly operations: readonly O[];
  /** Where its requests may be signed for, given the stack's Region. @default there alone */
  readonly signingRegions?: (region: string) => readonly string[];
  /** The service's own words for fields that do not fit; one that is not known is refused for all services alike. */
  readonly refuseFields: RefuseFields;
  /** Needed where an operation has the access `token`: whom the request's token stands for, or AWS's error. */
  readonly verifyToken?: (input: unknown) => Promise<unknown>;
  /** Needed where an operation has the access `iotData`: passes, or throws AWS's error. */
  readonly requireIotData?: (principal: Principal, request: IamRequest) => void;
}

export type RefuseFields = (operation: string, issues: readonly z.core.$ZodIssue[], input: unknown) => AwsError;

/** Called with `X-Amz-Target: <prefix>.<operation>`. */
export interface AwsJsonApi extends ApiOf<Operation> {
  readonly protocol: 'aws-json';
  /** `AWSCognitoIdentityProviderService`. */
  readonly targetPrefix: string;
  /** @default '1.1' */
  readonly jsonVersion?: '1.0';
  /** What stands before an error's code in `__type`, up to a `#`. @default nothing */
  readonly errorNamespace?: (code: string) => string;
}

/** What a page in a browser may do beside asking and reading the body. */
export interface PageRights {
  /** Headers that it may send. */
  readonly headers: readonly string[];
  /** Headers of an answer that it may read, beside those of every service. @default none */
  readonly reads?: readonly string[];
}

/** Called by method and path. */
export interface RestJsonApi extends ApiOf<RestOperation> {
  readonly protocol: 'rest-json';
  /** What pages of any origin may do, by CORS. @default browsers cannot call it */
  readonly pages?: PageRights;
}

/** Called with a form that names `Action` and `Version`, and answered in XML. */
export interface AwsQueryApi extends ApiOf<Operation> {
  readonly protocol: 'aws-query';
  /** `2011-06-15`. */
  readonly version: string;
  /** Of the answers' XML. */
  readonly namespace: string;
  /** Whether pages of any origin may call it. @default false */
  readonly cors?: true;
}

export type Api = AwsJsonApi | AwsQueryApi | RestJsonApi;
