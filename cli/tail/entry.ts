/** A line of one of the logs, as far as people look at it. */
export interface Entry {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly source: 'function' | 'api' | 'iot';
  /** It was refused, or failed. */
  readonly refused: boolean;
  readonly identityId: string | undefined;
  /** Of the user in the user pool. */
  readonly sub: string | undefined;
  /** API Gateway's, which no client chooses: the function's line and the API's have it. */
  readonly extendedRequestId: string | undefined;
  /** `attach`, `POST /attach-policy`, `Publish-In rooms/1`. */
  readonly what: string;
  /** `409 PolicyLimitExceeded`, `AUTHORIZATION_FAILURE`. */
  readonly result: string;
  readonly message: string | undefined;
}
