/** The codes that `/attach-policy` answers with, and the HTTP status of each. */
export const errorStatuses = {
  BadRequest: 400,
  NotSignedIn: 403,
  GuestIdentity: 403,
  ForeignIdentityPool: 403,
  UnknownUser: 403,
  Revoked: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  PolicyLimitExceeded: 409,
  PolicyNotFound: 500,
  AttachForbidden: 500,
  FunctionCredentialsRefused: 500,
  InternalError: 500,
  Throttled: 503,
  FunctionCredentialsExpired: 503,
  IotUnavailable: 503,
  DirectoryUnavailable: 503,
  IotTimeout: 504,
} as const;

export type ErrorCode = keyof typeof errorStatuses;

/** The body of every answer that is not 200. */
export interface ErrorAnswer {
  readonly code: ErrorCode;
  readonly message: string;
  /** To be found in the function's log. */
  readonly requestId: string;
}
