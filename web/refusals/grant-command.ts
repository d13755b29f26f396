export interface GrantCommandOptions {
  readonly sub: string | undefined;
  readonly device: string;
  /** Undefined for a stack on AWS, which the command knows by `cdk-outputs.json`. */
  readonly sandboxUrl: string | undefined;
}

/** What an operator types to let a user reach a device. */
export function grantCommand({ sub = '<sub of the user>', device, sandboxUrl }: GrantCommandOptions): string {
  const where = sandboxUrl === undefined ? '' : ` --sandbox ${sandboxUrl}`;
  return `npx cognito-iot grant ${sub} ${device}${where}`;
}
