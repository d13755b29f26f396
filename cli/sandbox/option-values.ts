import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import type { Failure } from '../../sandbox/index.js';

const OPERATION = /^[a-z-]+:\w+$/;

export function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}

export function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && text.trim() !== '') return value;
  throw new InvalidArgumentError('This is a number of seconds, 0 or more.');
}

export function executions(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('This is a whole number, 1 or more.');
}

export function collect(value: string, values: readonly string[]): string[] {
  return [...values, value];
}

export function namedValue(text: string, values: Readonly<Record<string, string>>): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals > 0) return { ...values, [text.slice(0, equals)]: text.slice(equals + 1) };
  throw new InvalidArgumentError("Write it like prod/login='a value'.");
}

/** An emulator's address, of one service or of all that the sandbox has not: `*`. */
export function endpoint(text: string, endpoints: Readonly<Record<string, string>>): Record<string, string> {
  const [, service = '*', address = ''] = /^(?:([\w -]+|\*)=)?(https?:\/\/\S+)$/.exec(text) ?? [];
  if (URL.canParse(address)) return { ...endpoints, [service]: address };
  throw new InvalidArgumentError(
    'Write it like dynamodb=http://127.0.0.1:8000, or http://127.0.0.1:4566 for all others.',
  );
}

/** A policy document, or the answer of `aws iam get-policy-version`. */
export function policyFile(text: string, documents: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const [, arn = '', file = ''] = /^(arn:[\w-]+:iam::\w+:policy\/[^=]+)=(.+)$/.exec(text) ?? [];
  if (arn === '') throw new InvalidArgumentError('Write it like arn:aws:iam::111122223333:policy/Team=team.json.');
  let json: { readonly PolicyVersion?: { readonly Document?: unknown } };
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InvalidArgumentError(`${file} cannot be read as JSON: ${(error as Error).message}.`);
  }
  return { ...documents, [arn]: json.PolicyVersion?.Document ?? json };
}

export function quota(text: string, quotas: Readonly<Record<string, number>>): Record<string, number> {
  const [operation = '', number = ''] = text.split('=');
  if (OPERATION.test(operation) && number !== '' && Number(number) >= 0) {
    return { ...quotas, [operation]: Number(number) };
  }
  throw new InvalidArgumentError('Write it like iot:AttachPolicy=15.');
}

export function failure(text: string, failures: Readonly<Record<string, Failure>>): Record<string, Failure> {
  const [operation = '', fault = ''] = text.split('=');
  const [code = '', rate = '1'] = fault.split(':');
  if (OPERATION.test(operation) && /^\w+$/.test(code) && Number(rate) >= 0 && Number(rate) <= 1) {
    return { ...failures, [operation]: { code, rate: Number(rate) } };
  }
  throw new InvalidArgumentError('Write it like iot:AttachPolicy=ThrottlingException:0.3.');
}
