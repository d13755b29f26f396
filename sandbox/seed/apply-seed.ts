import type { AsOperator } from '../operator-calls.js';
import type { People } from '../people.js';
import { policyToAttach } from '../policy-to-attach.js';
import type { Views } from '../service/views.js';
import type { Seed, SeedThing, SeedUser } from './seed.js';

/** What a seed is sown into. */
export interface SeedBed {
  readonly asOperator: AsOperator;
  readonly people: People;
  readonly views: Pick<Views, 'users'>;
}

/**
 * Makes what is not there yet, by the operations of AWS, which hold it to their rules. Sown again it changes nothing but
 * what the seed says.
 *
 * @throws Error naming the path in the seed, and what AWS says of it
 */
export async function applySeed({ users, things, retained }: Seed, bed: SeedBed): Promise<void> {
  for (const [number, user] of users.entries()) {
    await at(`users.${number} (${user.email})`, () => sowUser(user, bed));
  }
  for (const [number, thing] of things.entries()) {
    await at(`things.${number} (${thing.thingName})`, () => sowThing(thing, bed));
  }
  for (const [number, { topic, payload, qos }] of retained.entries()) {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const message = { topic, qos: String(qos), retain: 'true', payload: Buffer.from(text) };
    await at(`retained.${number} (${topic})`, () => bed.asOperator('iot:Publish', message));
  }
}

async function at(path: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`The seed stops at ${path}: ${(error as Error).message}`, { cause: error });
  }
}

async function sowUser(user: SeedUser, { asOperator, people, views }: SeedBed): Promise<void> {
  const { email, userPoolId } = user;
  const place = people.place({ userPoolId });
  const UserPoolId = place.userPoolId;
  const known = views.users().find((one) => one.userPoolId === UserPoolId && one.email === email);
  const Username = known?.userName ?? (await createUser(user, { asOperator, place }));
  for (const GroupName of user.groups) {
    await asOperator('cognito-idp:AdminAddUserToGroup', { UserPoolId, Username, GroupName });
  }
  if (known !== undefined && Object.keys(user.attributes).length > 0) {
    const UserAttributes = attributesOf(user.attributes);
    await asOperator('cognito-idp:AdminUpdateUserAttributes', { UserPoolId, Username, UserAttributes });
  }
  if (user.attached === false || (Array.isArray(user.attached) && user.attached.length === 0)) return;
  const target = await people.identityOf(Username, { userPoolId: UserPoolId });
  const names = user.attached === true ? [await policyToAttach(asOperator)] : user.attached;
  for (const policyName of names) await asOperator('iot:AttachPolicy', { policyName, target });
}

interface Creating {
  readonly asOperator: AsOperator;
  readonly place: ReturnType<People['place']>;
}

/** @returns the name by which operations know the user */
async function createUser(user: SeedUser, { asOperator, place }: Creating): Promise<string> {
  const { email, password, confirmed, attributes } = user;
  const { userPoolId: UserPoolId, clientId: ClientId } = place;
  const { UserPool } = await asOperator('cognito-idp:DescribeUserPool', { UserPoolId });
  const { UsernameAttributes = [] } = UserPool as { readonly UsernameAttributes?: readonly string[] };
  const Username = UsernameAttributes.includes('email') ? email : (user.userName ?? email.replaceAll(/[^\w.-]/g, '-'));
  if (!confirmed) {
    if (password === undefined) throw new Error('who has signed up and is not confirmed has a password');
    const UserAttributes = attributesOf({ email, ...attributes });
    await asOperator('cognito-idp:SignUp', { ClientId, Username, Password: password, UserAttributes });
    return Username;
  }
  const UserAttributes = attributesOf({ email, email_verified: 'true', ...attributes });
  const quiet = password === undefined ? {} : { MessageAction: 'SUPPRESS' };
  await asOperator('cognito-idp:AdminCreateUser', { UserPoolId, Username, UserAttributes, ...quiet });
  if (password !== undefined) {
    const permanent = { UserPoolId, Username, Password: password, Permanent: true };
    await asOperator('cognito-idp:AdminSetUserPassword', permanent);
  }
  return Username;
}

function attributesOf(attributes: Readonly<Record<string, string>>) {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

async function sowThing({ thingName, shadow }: SeedThing, { asOperator }: SeedBed): Promise<void> {
  const { things = [] } = (await asOperator('iot:ListThings', {})) as {
    readonly things?: readonly { thingName: string }[];
  };
  if (!things.some((one) => one.thingName === thingName)) {
    await asOperator('iot:CreateThing', { thingName });
  }
  if (shadow === undefined) return;
  const payload = Buffer.from(JSON.stringify({ state: shadow }));
  await asOperator('iot:UpdateThingShadow', { thingName, payload });
}
