import { AwsError } from '../../base/errors.js';
import type { UserPoolClientSettings } from '../resources/cognito-resources.js';
import type { UserPoolSettings } from '../resources/user-pool-settings.js';

export interface AttributeInput {
  readonly Name: string;
  readonly Value?: string | undefined;
}

/** OpenID Connect's standard claims that a user pool always has, `sub` and `*_verified` left out: clients set none. */
const standard = new Set(
  (
    'name family_name given_name middle_name nickname preferred_username profile picture website email gender ' +
    'birthdate zoneinfo locale address updated_at'
  ).split(' '),
);

/** Checks what a client wants to set against the client's rights and the pool's schema; gives it by name. */
export function checkedAttributes(
  settings: UserPoolSettings,
  client: UserPoolClientSettings,
  input: readonly AttributeInput[],
): Record<string, string> {
  checkWritable(
    client,
    input.map(({ Name }) => Name),
  );
  const problems = input.flatMap(({ Name, Value }) => problemOf(settings, Name, Value ?? ''));
  if (problems.length > 0) throw nonconforming(problems);
  return Object.fromEntries(input.map(({ Name, Value }) => [Name, Value ?? '']));
}

/** @throws AwsError for what the client may not set */
export function checkWritable({ writeAttributes }: UserPoolClientSettings, names: readonly string[]): void {
  const forbidden = (name: string) =>
    ['sub', 'email_verified', 'phone_number_verified'].includes(name) || writeAttributes?.includes(name) === false;
  if (names.some(forbidden)) {
    throw new AwsError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  }
}

/** Whether users of the pool can have it. */
export function isAttribute({ schema }: UserPoolSettings, name: string): boolean {
  const always = ['sub', 'email_verified', 'phone_number', 'phone_number_verified', 'identities'];
  return standard.has(name) || always.includes(name) || schema.some((attribute) => attribute.name === name);
}

/** The same for an operator, who may also say that an address is verified. */
export function attributesByOperator(
  settings: UserPoolSettings,
  input: readonly AttributeInput[],
): Record<string, string> {
  const isFlag = (name: string) => ['email_verified', 'phone_number_verified'].includes(name);
  const problems = input.flatMap(({ Name, Value }) => (isFlag(Name) ? [] : problemOf(settings, Name, Value ?? '')));
  if (problems.length > 0) throw nonconforming(problems);
  return Object.fromEntries(input.map(({ Name, Value }) => [Name, Value ?? '']));
}

/** Throws for attributes that the schema requires at sign-up and that are not there. */
export function checkRequired(settings: UserPoolSettings, attributes: Record<string, string>): void {
  const missing = settings.schema.filter(({ name, required }) => required && !attributes[name]);
  if (missing.length > 0) throw nonconforming(missing.map(({ name }) => `${name}: The attribute is required`));
}

export function isReadable(client: UserPoolClientSettings, name: string): boolean {
  return client.readAttributes === undefined || name === 'sub' || client.readAttributes.includes(name);
}

const NAMED_BY_SCOPE: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
};

/**
 * Whether the scopes of a hosted sign-in show the attribute: `openid` alone, and `profile`, show all that the client
 * may read. https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export function isInScope(scopes: readonly string[] | undefined, name: string): boolean {
  const speaking = scopes?.filter((scope) => scope === 'profile' || scope in NAMED_BY_SCOPE) ?? [];
  if (speaking.length === 0 || speaking.includes('profile')) return true;
  return speaking.some((scope) => NAMED_BY_SCOPE[scope]?.includes(name));
}

function problemOf(settings: UserPoolSettings, name: string, value: string): string[] {
  const schema = settings.schema.find((attribute) => attribute.name === name);
  if (!schema && !standard.has(name)) return [`Type for attribute {${name}} could not be determined`];
  if (name === 'email' && !isEmail(value)) return ['Invalid email address format.'];
  if (schema && value.length < schema.minLength)
    return [`${name}: String must be no shorter than ${schema.minLength} characters`];
  if (schema && value.length > schema.maxLength)
    return [`${name}: String must be no longer than ${schema.maxLength} characters`];
  return [];
}

export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

function nonconforming(problems: readonly string[]): AwsError {
  const schemaProblem =
    problems[0] === 'Invalid email address format.' ? '' : 'Attributes did not conform to the schema: ';
  return new AwsError('InvalidParameterException', `${schemaProblem}${problems.join('\n')}`);
}
