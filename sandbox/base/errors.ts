/**
 * An error as an AWS service sends it: the code a client's SDK turns into the exception's name,
 * the message for people, and the HTTP status.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** What the error tells besides. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/**
 * Something that AWS can do and this sandbox cannot judge. It is refused by name and never let through:
 * at boot it stops the sandbox, in a request it is answered with HTTP 501.
 */
export class UnsupportedError extends AwsError {
  constructor(what: string) {
    super('SandboxUnsupported', `The sandbox does not emulate ${what}, so it refuses it.`, 501);
  }
}

/**
 * Something in the template that AWS does not take, so that the stack could not be deployed, or would not work once it is.
 */
export class DeploymentError extends AwsError {
  /**
   * @param what the value, and of which resource: `Timeout 901 of AttachPolicy (AWS::Lambda::Function)`
   * @param allowed `1 to 900 seconds`
   * @param page where AWS documents it
   */
  constructor(what: string, allowed: string, page: string) {
    super('TemplateRefused', `AWS does not take ${what}. Allowed: ${allowed} (${page}).`);
  }
}
