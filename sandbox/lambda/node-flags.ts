/** Features that Lambda turns off, by the version of Node.js, unless `NODE_OPTIONS` turns them on again. */
const TURNED_OFF: Readonly<Record<string, readonly string[]>> = {
  'nodejs20.x': ['experimental-require-module'],
  'nodejs22.x': ['experimental-require-module', 'experimental-detect-module'],
};

/**
 * Flags of the function's process, which has the Node.js of this machine and not that of the runtime.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function nodeFlags(
  runtime: string,
  memorySize: number,
  { NODE_OPTIONS = '' }: Readonly<Record<string, string>>,
) {
  const off = (TURNED_OFF[runtime] ?? []).filter((feature) => !NODE_OPTIONS.includes(`--${feature}`));
  const known = off.map((feature) => `--no-${feature}`).filter((flag) => process.allowedNodeEnvironmentFlags.has(flag));
  return [`--max-old-space-size=${memorySize}`, ...known];
}
