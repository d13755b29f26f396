/** One line of a `Condition` element. */
export interface RightCondition {
  readonly operator: string;
  /** Lower case. */
  readonly key: string;
  /** In order. */
  readonly values: readonly string[];
}

/** One action on one resource that one statement allows or denies. */
export interface Right {
  readonly effect: 'Allow' | 'Deny';
  /** Trust and resource policies only: `Federated cognito-identity.amazonaws.com`. */
  readonly principal?: string;
  readonly action: string;
  /** `NotAction`: all that `action` covers but these. */
  readonly exceptActions?: readonly string[];
  readonly resource: string;
  /** `NotResource`. */
  readonly exceptResources?: readonly string[];
  readonly conditions?: readonly RightCondition[];
  /** `policy Default of role <UserRole>`. */
  readonly document: string;
  /** The statement's `Sid`, or `#1` for the first one without. */
  readonly statement: string;
}
