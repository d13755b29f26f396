import { AwsError } from '../../base/errors.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';

/** What can be searched for, and nothing else: custom attributes cannot. */
const SEARCHABLE: Readonly<Record<string, (user: UserRecord) => string | undefined>> = {
  username: ({ userName }) => userName,
  sub: ({ sub }) => sub,
  status: ({ enabled }) => (enabled ? 'Enabled' : 'Disabled'),
  // "Case-insensitive", alone among them.
  'cognito:user_status': ({ status }) => status.toLowerCase(),
  ...Object.fromEntries(
    ['email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username'].map((name) => [
      name,
      ({ attributes }: UserRecord) => attributes[name],
    ]),
  ),
};

const FORM = /^\s*([^\s=^"]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;

/**
 * Reads `email ^= "ada"`: one attribute, equal to a text or beginning with it.
 *
 * @throws AwsError for another form, and for an attribute that cannot be searched
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html#cognito-user-pools-searching-for-users-using-listusers-api
 */
export function parseUserFilter(filter: string): (user: UserRecord) => boolean {
  const [, name = '', operator, quoted = ''] = FORM.exec(filter) ?? [];
  if (operator === undefined) throw new AwsError('InvalidParameterException', 'Error while parsing filter.');
  const read = Object.hasOwn(SEARCHABLE, name) ? SEARCHABLE[name] : undefined;
  if (read === undefined) throw new AwsError('InvalidParameterException', `Invalid search attribute: ${name}`);
  const text = quoted.replaceAll(/\\(.)/g, '$1');
  const wanted = name === 'cognito:user_status' ? text.toLowerCase() : text;
  return (user) => {
    const value = read(user);
    return value !== undefined && (operator === '=' ? value === wanted : value.startsWith(wanted));
  };
}
