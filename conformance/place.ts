/** Keys of an operator of the account, or of an identity; without a token where they are long-lived. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where the questions are asked: a stack that is deployed on AWS, or in a running sandbox. */
export interface Place {
  readonly outputs: Readonly<Record<string, string | undefined>>;
  /** Address of the sandbox; undefined: it is on AWS. */
  readonly sandbox: string | undefined;
  /** For clients of the AWS SDK, as an operator of the account. */
  readonly clientConfig: {
    readonly region?: string;
    readonly profile?: string;
    readonly endpoint?: string;
    readonly credentials?: Keys;
    readonly maxAttempts: number;
  };
  /** For what has no client in the SDK, as MQTT. */
  readonly operatorKeys: () => Promise<Keys>;
}
