/** The triggers that are run, by the words that AWS uses in its errors. */
export type TriggerName =
  | 'CreateAuthChallenge'
  | 'CustomMessage'
  | 'DefineAuthChallenge'
  | 'PostAuthentication'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PreSignUp'
  | 'PreTokenGeneration'
  | 'VerifyAuthChallengeResponse';

export interface TriggerSettings {
  /** ARNs. */
  readonly functions: Readonly<Partial<Record<TriggerName, string>>>;
  /** The second one speaks of the access token, too. */
  readonly preTokenGenerationVersion: 'V1_0' | 'V2_0';
}

type LambdaConfig = { readonly [name in TriggerName]?: string | undefined } & {
  readonly PreTokenGenerationConfig?:
    | { readonly LambdaArn: string; readonly LambdaVersion: 'V1_0' | 'V2_0' }
    | undefined;
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html */
export function triggerSettings({ PreTokenGenerationConfig: versioned, ...functions }: LambdaConfig): TriggerSettings {
  // Where both are given they have to name the same function.
  const PreTokenGeneration = versioned?.LambdaArn ?? functions.PreTokenGeneration;
  return {
    functions: given({ ...functions, PreTokenGeneration }),
    preTokenGenerationVersion: versioned?.LambdaVersion ?? 'V1_0',
  };
}

function given(functions: { readonly [name in TriggerName]?: string | undefined }): TriggerSettings['functions'] {
  return Object.fromEntries(Object.entries(functions).filter(([, arn]) => arn !== undefined));
}
