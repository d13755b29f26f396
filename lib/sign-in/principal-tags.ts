import { Annotations } from 'aws-cdk-lib';
import { ClientAttributes, type ICustomAttribute, StringAttribute } from 'aws-cdk-lib/aws-cognito';
import type { IConstruct } from 'constructs';
import type { Problem } from '../settings-error.js';

/**
 * Attributes for access control: name of a principal tag, and the custom attribute of the user that it comes from, as in
 * `{ tenant: 'custom:tenant' }`. Patterns of an access then may use `{tenant}`. Users can never change these attributes
 * through the app client of this stack; an administrator sets them (`AdminUpdateUserAttributes`).
 * https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html
 */
export type PrincipalTags = { readonly [tag: string]: string };

/** Names of the custom attributes that the user pool must have, each once: those of tags, and those of none. */
export function attributeNames(given: {
  readonly principalTags: PrincipalTags | undefined;
  readonly customAttributes: readonly string[] | undefined;
}): string[] {
  const claims = [...Object.values(given.principalTags ?? {}), ...(given.customAttributes ?? [])];
  return [...new Set(claims.map((claim) => claim.replace(/^custom:/, '')))];
}

/** Whoever lost or gained a tenant is changed, so they are mutable. All are alike: AWS lets none be changed later. */
export function customAttributes(names: readonly string[]): Record<string, ICustomAttribute> {
  return Object.fromEntries(names.map((name) => [name, new StringAttribute({ mutable: true, maxLen: 256 })]));
}

/**
 * What users may write about themselves: every standard attribute, as an app client may by default, and no custom one.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function writableAttributes(): ClientAttributes {
  return new ClientAttributes().withStandardAttributes({
    address: true,
    birthdate: true,
    email: true,
    familyName: true,
    fullname: true,
    gender: true,
    givenName: true,
    lastUpdateTime: true,
    locale: true,
    middleName: true,
    nickname: true,
    phoneNumber: true,
    preferredUsername: true,
    profilePage: true,
    profilePicture: true,
    timezone: true,
    website: true,
  });
}

/**
 * Not proven on AWS: that a role's statement with `aws:PrincipalTag` is judged by the session's tags at the broker. Where
 * it is not, the variable has no value and the statement allows nothing, so that nobody gains by it; but a test has to
 * show that users reach what is theirs.
 */
export function warnThatTagsAreUnproven(scope: IConstruct): void {
  Annotations.of(scope).addWarningV2(
    'cognito-iot-access:principalTagsNotProven',
    "principalTags: not proven on AWS. No document of AWS's says that IoT Core resolves the tags of a session " +
      '(aws:PrincipalTag) in the policy of its role, and nobody here has tried it. If it does not, users reach nothing ' +
      'of the patterns with tags. Deploy to an account for tests first, and try a user of each of two tags: the own ' +
      "topics work, and the other's are refused. Groups, and {identity}, do without tags.",
  );
}

/** Every problem of the tags, each with its path. */
export function principalTagProblems(tags: PrincipalTags): Problem[] {
  if (Object.keys(tags).length === 0) return [{ where: 'principalTags', what: 'is empty; name a tag or leave it out' }];
  return Object.entries(tags).flatMap(([tag, claim]) => {
    const where = `principalTags.${tag}`;
    if (reserved.includes(tag)) return [{ where, what: `{${tag}} stands for something else in patterns; rename it` }];
    if (!/^[A-Za-z][\w-]{0,127}$/.test(tag)) {
      return [{ where, what: 'a tag is a letter, then letters, digits, "_" and "-"' }];
    }
    // Users may change their standard attributes, and so could choose the tag.
    return isCustomAttribute(claim) ? [] : [{ where, what: notCustom(claim) }];
  });
}

/** Every problem of the attributes that belong to no tag. */
export function customAttributeProblems(claims: readonly string[] = []): Problem[] {
  return claims.flatMap((claim, index) =>
    isCustomAttribute(claim) ? [] : [{ where: `customAttributes[${index}]`, what: notCustom(claim) }],
  );
}

function isCustomAttribute(claim: string): boolean {
  return /^custom:\w{1,20}$/.test(claim);
}

function notCustom(claim: string): string {
  return `given ${JSON.stringify(claim)}; allowed: a custom attribute such as "custom:tenant"`;
}

const reserved = ['identity', 'thing'];
