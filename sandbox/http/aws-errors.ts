import { AwsError } from '../base/errors.js';
import type { Faults } from '../base/faults.js';
import type { AwsJsonApi } from '../service/api.js';
import type { AnswerError } from '../service/service.js';

/** AWS JSON: the code in `__type`, and 400 for whatever the caller could mend. */
export function answerOfAwsJsonError(
  apis: readonly AwsJsonApi[],
  { code, message, status, members }: AwsError,
  target: string,
) {
  const [prefix] = target.split('.');
  const { jsonVersion = '1.1', errorNamespace } = apis.find(({ targetPrefix }) => targetPrefix === prefix) ?? {};
  const type = errorNamespace === undefined ? code : `${errorNamespace(code)}#${code}`;
  return {
    status: status >= 500 ? status : 400,
    errorType: code,
    contentType: `application/x-amz-json-${jsonVersion}`,
    body: JSON.stringify({ ...members, __type: type, message }),
  };
}

export function answerAwsJsonError(apis: readonly AwsJsonApi[]): AnswerError {
  return (response, error, request) => {
    const answer = answerOfAwsJsonError(apis, error, request.get('x-amz-target') ?? '');
    response.status(answer.status).set('x-amzn-errortype', answer.errorType).type(answer.contentType).send(answer.body);
  };
}

/** REST-JSON, as IoT and Lambda answer: the code in a header. */
export const answerRestJsonError: AnswerError = (response, { code, message, status }) => {
  response.status(status).set('x-amzn-errortype', code).json({ message });
};

/**
 * What the caller is told: one of AWS's errors as it is, and of a fault of the sandbox its number alone. The rest of a
 * fault is in the log.
 *
 * @param where the request, for the log
 */
export function asAwsError(error: unknown, where: string, faults: Faults): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof SyntaxError) return new AwsError('SerializationException', 'The body is not JSON.');
  if (isRefusalOfExpress(error)) return new AwsError('InvalidRequestException', error.message, error.status);
  const { number } = faults.report(where, error);
  return new AwsError('InternalFailureException', `The sandbox itself failed: fault ${number} in its log.`, 500);
}

/** What Express itself refuses: a body that is too long, a path whose encoding is broken. */
function isRefusalOfExpress(error: unknown): error is Error & { readonly status: number } {
  const { status } = error as { status?: unknown };
  return error instanceof Error && typeof status === 'number' && status >= 400 && status < 500;
}
