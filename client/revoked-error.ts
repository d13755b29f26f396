import { IotAccessError } from './iot-access-error.js';

/**
 * An operator of the stack has taken the user's access away; the client is `denied`, and tries no more.
 *
 * Why: The identity has the stack's IoT policy that denies everything (`RevokedPolicyName`), or the stack's directory marks
 * the user as revoked. Credentials that are still valid, and a new sign-in, do not change that.
 *
 * What to do: Tell the user to ask whoever runs the app. Once the access is given back, `connect()` works again, after a
 * while: what was detached a moment ago can take minutes to be gone.
 */
export class RevokedError extends IotAccessError {
  /** To be found in the function's log, where POST was refused. */
  readonly requestId: string | undefined;

  constructor(requestId?: string) {
    super(
      'Revoked',
      "An operator of the stack has taken this user's access away.",
      'Ask whoever runs the app; trying again does not help until it is given back.',
    );
    this.requestId = requestId;
  }
}
