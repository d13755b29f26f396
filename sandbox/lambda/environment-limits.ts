import { DeploymentError, UnsupportedError } from '../base/errors.js';
import type { StackResource } from '../template/stack-resources.js';

const PAGE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html';

/** What Lambda sets itself. */
const RESERVED: readonly string[] = [
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
];

/** Bytes of all variables, as JSON. */
const LARGEST = 4096;

/**
 * @throws DeploymentError for variables that Lambda does not take
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function holdEnvironmentLimits(resource: StackResource): void {
  const where = `${resource.logicalId} (AWS::Lambda::Function)`;
  const variables = variablesOf(resource);
  const reserved = Object.keys(variables).find((name) => RESERVED.includes(name));
  if (reserved !== undefined) {
    throw new DeploymentError(
      `the environment variable ${reserved} of ${where}`,
      'names that Lambda does not set',
      PAGE,
    );
  }
  const size = Buffer.byteLength(JSON.stringify(variables));
  if (size > LARGEST)
    throw new DeploymentError(`${size} bytes of environment variables of ${where}`, 'up to 4 KB', PAGE);
}

/** What is not known before something has run is looked at when the function is. */
function variablesOf({ property }: StackResource): object {
  try {
    const environment = property('Environment') as { readonly Variables?: object } | undefined;
    return environment?.Variables ?? {};
  } catch (error) {
    if (error instanceof UnsupportedError) return {};
    throw error;
  }
}
