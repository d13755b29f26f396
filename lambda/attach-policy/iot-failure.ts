import { propertyOf, textOf } from './thrown.js';

/** What AWS IoT, the connection to it, or the SDK said about a call that failed. */
export interface IotFailure {
  /** Of the exception, as AWS names it, or of the SDK's or Node's own error; empty if there is none. */
  readonly name: string;
  /** Node's code of a network error; else empty. */
  readonly code: string;
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;
}

/**
 * Reads it from what the SDK threw. The header of the answer says the exception's name even where the body could not be
 * read, was cut off, or was a page of something between: the SDK then throws a SyntaxError or Node's own error, and
 * keeps the answer in `$response`.
 */
export function failureOf(thrown: unknown): IotFailure {
  const status = propertyOf(propertyOf(thrown, '$metadata'), 'httpStatusCode');
  const header = textOf(propertyOf(propertyOf(thrown, '$response'), 'headers'), 'x-amzn-errortype');
  // `ThrottlingException:http://…`, or with the name space before it.
  const declared = header
    ?.replace(/[:,].*/s, '')
    .replace(/.*#/s, '')
    .trim();
  return {
    name: declared || (textOf(thrown, 'name') ?? ''),
    code: textOf(thrown, 'code') ?? '',
    status: typeof status === 'number' ? status : undefined,
  };
}
