import { type Limits, oneOf, text, wholeNumber } from '../template/limits.js';

const CREATE_FUNCTION = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html';

/**
 * Runtimes that a function can be made with, as the CDK knows them: those that it does not call deprecated. A test holds
 * this list to the CDK's, which would take longer to load than the sandbox to boot.
 */
export const RUNTIMES: readonly string[] = [
  'dotnet10',
  'dotnet8',
  'dotnet9',
  'java11',
  'java11.al2023',
  'java17',
  'java17.al2023',
  'java21',
  'java25',
  'java8.al2',
  'java8.al2023',
  'nodejs20.x',
  'nodejs22.x',
  'nodejs24.x',
  'provided.al2',
  'provided.al2023',
  'python3.10',
  'python3.11',
  'python3.12',
  'python3.13',
  'python3.14',
  'python3.15',
  'ruby3.2',
  'ruby3.3',
  'ruby3.4',
  'ruby4.0',
];

/** `AWS::Lambda::Function`. */
export const functionLimits: Limits = {
  Timeout: wholeNumber(1, 900, 'seconds', CREATE_FUNCTION),
  MemorySize: wholeNumber(128, 10_240, 'MB', CREATE_FUNCTION),
  Runtime: oneOf(RUNTIMES, 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html'),
  Architectures: {
    allowed: '["x86_64"] or ["arm64"]',
    page: CREATE_FUNCTION,
    holds: (value) => Array.isArray(value) && value.length === 1 && ['x86_64', 'arm64'].includes(value[0]),
  },
  FunctionName: text(/[a-zA-Z0-9-_]+/, 64, CREATE_FUNCTION),
  Handler: text(/[^\s]+/, 128, CREATE_FUNCTION),
};
