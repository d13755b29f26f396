import { exception } from './function-under-test.js';

/** Every way in which AWS IoT fails, and what the caller learns of it. */
export const failures = [
  { thrown: exception('LimitExceededException'), status: 409, code: 'PolicyLimitExceeded', level: 'warn' },
  { thrown: exception('ResourceNotFoundException'), status: 500, code: 'PolicyNotFound', level: 'error' },
  { thrown: exception('AccessDeniedException'), status: 500, code: 'AttachForbidden', level: 'error' },
  { thrown: exception('UnauthorizedException'), status: 500, code: 'AttachForbidden', level: 'error' },
  { thrown: exception('ThrottlingException'), status: 503, code: 'Throttled', level: 'warn' },
  { thrown: exception('TooManyRequestsException'), status: 503, code: 'Throttled', level: 'warn' },
  { thrown: exception('RequestLimitExceeded'), status: 503, code: 'Throttled', level: 'warn' },
  { thrown: exception('ThrottledException'), status: 503, code: 'Throttled', level: 'warn' },
  {
    thrown: exception('Unknown', { $metadata: { httpStatusCode: 429 } }),
    status: 503,
    code: 'Throttled',
    level: 'warn',
  },
  { thrown: exception('ExpiredTokenException'), status: 503, code: 'FunctionCredentialsExpired', level: 'error' },
  { thrown: exception('UnrecognizedClientException'), status: 500, code: 'FunctionCredentialsRefused', level: 'error' },
  { thrown: exception('CredentialsProviderError'), status: 500, code: 'FunctionCredentialsRefused', level: 'error' },
  { thrown: exception('ServiceUnavailableException'), status: 503, code: 'IotUnavailable', level: 'warn' },
  { thrown: exception('InternalFailureException'), status: 503, code: 'IotUnavailable', level: 'warn' },
  { thrown: exception('Error', { code: 'ECONNREFUSED' }), status: 503, code: 'IotUnavailable', level: 'warn' },
  { thrown: exception('Error', { code: 'ENOTFOUND' }), status: 503, code: 'IotUnavailable', level: 'warn' },
  // The SDK's HTTP handler renames a reset connection.
  { thrown: exception('TimeoutError', { code: 'ECONNRESET' }), status: 503, code: 'IotUnavailable', level: 'warn' },
  {
    thrown: exception('UnknownError', { $metadata: { httpStatusCode: 502 } }),
    status: 503,
    code: 'IotUnavailable',
    level: 'warn',
  },
  { thrown: exception('TimeoutError'), status: 504, code: 'IotTimeout', level: 'warn' },
  { thrown: exception('TimeoutError', { code: 'ETIMEDOUT' }), status: 504, code: 'IotTimeout', level: 'warn' },
  { thrown: exception('InvalidRequestException'), status: 500, code: 'InternalError', level: 'error' },
  { thrown: new TypeError('x is not a function'), status: 500, code: 'InternalError', level: 'error' },
] as const;
