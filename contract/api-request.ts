/** A request to an API of the stack, as `/_sandbox/api-requests` shows it: without keys, tokens and cookies. */
export interface ApiRequest {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly kind: 'REST API' | 'HTTP API' | 'function URL';
  /** Of the API, or of the function URL. */
  readonly apiId: string;
  /** None for a function URL. */
  readonly stage?: string;
  readonly method: string;
  /** Below the stage, as it was sent; without the query. */
  readonly path: string;
  /** `POST /things/{thing}`: what of the API answered. None where nothing did. */
  readonly route?: string;
  /** Identity ID, or the session of a role, or `sub` of a token. None for whoever did not say, or could not prove it. */
  readonly caller?: string;
  /** None as long as it is not answered. */
  readonly status?: number;
  /** What was handed to the function. */
  readonly event?: unknown;
  /** What the function answered, as JSON; at most 10 kB of it. */
  readonly answer?: string;
  /** Why it was refused, or failed, in one sentence. */
  readonly reason?: string;
}
