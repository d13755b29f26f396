/** What a `GrantError` says to programs. */
export type GrantErrorCode =
  | 'InvalidDevice'
  | 'InvalidUser'
  | 'TooManyDevices'
  | 'PolicyLimitExceeded'
  | 'Busy'
  | 'TooSlow'
  | 'NotConfigured';

/**
 * Why a device was not granted or revoked. After `Busy`, `InvalidDevice`, `InvalidUser` and `TooManyDevices` nothing has
 * changed. After `TooSlow` and `PolicyLimitExceeded`, and after an error of AWS's, which is thrown as it is, the change
 * may have been begun: the same call again, or `repair`, completes it.
 */
export class GrantError extends Error {
  override readonly name = 'GrantError';
  readonly code: GrantErrorCode;

  constructor(code: GrantErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
