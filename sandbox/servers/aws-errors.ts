import type { Response } from 'express';
import { AwsError } from '../errors.js';

/** AWS JSON 1.1: the code in `__type`, and 400 for whatever the caller could mend. */
export function answerAwsJsonError(response: Response, error: unknown): void {
  const { code, message, status } = asAwsError(error);
  response
    .status(status >= 500 ? status : 400)
    .set('x-amzn-errortype', code)
    .type('application/x-amz-json-1.1')
    .send(JSON.stringify({ __type: code, message }));
}

/** REST-JSON, as IoT and Lambda answer: the code in a header. */
export function answerRestJsonError(response: Response, error: unknown): void {
  const { code, message, status } = asAwsError(error);
  response.status(status).set('x-amzn-errortype', code).json({ message });
}

/** Whatever is not one of AWS's errors is a fault of the sandbox: told in full on standard error, and refused. */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof SyntaxError) return new AwsError('SerializationException', 'The body is not JSON.');
  console.error('The sandbox itself failed:', error);
  return new AwsError('InternalFailureException', `The sandbox itself failed: ${String(error)}`, 500);
}
