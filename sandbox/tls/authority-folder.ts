import envPaths from 'env-paths';

/** Where this user's programs keep what can be made again: `~/.cache/cognito-iot` on Linux. */
export function authorityFolder(): string {
  return envPaths('cognito-iot', { suffix: '' }).cache;
}
