/** What a client needs of the stack's outputs, as `cdk deploy --outputs-file` writes them below the stack's name. */
export interface ClientOutputs {
  readonly Region: string;
  readonly AttachPolicyUrl: string;
  /** Host name without scheme, an `-ats` one on AWS. */
  readonly IotEndpoint: string;
  readonly [name: string]: string | undefined;
}

/** All outputs of the stack. */
export interface StackOutputs extends ClientOutputs {
  readonly UserPoolId: string;
  readonly UserPoolClientId: string;
  readonly IdentityPoolId: string;
  readonly IotPolicyName: string;
  /** Of the IoT policy that denies everything, which an operator attaches to whoever is revoked. Stacks of before it
   * have none. */
  readonly RevokedPolicyName?: string;
  /** Where a hosted sign-in is configured. */
  readonly SignInDomain?: string;
  /** Name of the directory's table, where there is one. */
  readonly DirectoryTable?: string;
  /** A `DeviceGrantsConfiguration` as JSON, where users may be granted devices. */
  readonly DeviceGrants?: string;
}
