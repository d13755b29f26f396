/** One wrong value: where it stands, what was given, and what is allowed. */
export interface Problem {
  /** Path within the settings, as in `access.publish[0]`. */
  readonly where: string;
  /** Said in one sentence, without a full stop. */
  readonly what: string;
}

/** What someone configured cannot be deployed. The message is meant to be read without a stack trace. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ where, what }) => `  ${where}: ${what}`);
    super(`The settings "iotAccess" cannot be used:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}
