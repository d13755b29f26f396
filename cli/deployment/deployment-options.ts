/** Which deployment a command speaks of: `--outputs`, `--stack`, `--sandbox`, `--profile`, `--region`. */
export interface DeploymentOptions {
  /** File that `cdk deploy --outputs-file` has written. @default `cdk-outputs.json`, if it is there */
  readonly outputs?: string | undefined;
  /** Name of the stack: which one of the file, or, where there is no file, which one CloudFormation is asked for. */
  readonly stack?: string | undefined;
  /** Address of a running sandbox, in place of AWS. */
  readonly sandbox?: string | undefined;
  /** Of the AWS configuration. @default as the AWS SDK finds credentials */
  readonly profile?: string | undefined;
  /** @default the output `Region`, else as the AWS SDK finds it */
  readonly region?: string | undefined;
}
