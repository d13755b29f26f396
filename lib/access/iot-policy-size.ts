import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { SettingsError } from '../settings-error.js';
import type { PlacedAccess } from './shared-policy.js';
import { iotPolicyDocument } from './topic-access-documents.js';

/** Characters without white space: https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePolicy.html */
const iotPolicySizeLimit = 2048;

/**
 * Throws a SettingsError where the IoT policy of these accesses is longer than IoT Core takes anywhere. It says by how
 * much, and what each access adds to those before it; it names the place of the one that adds most.
 */
export function checkIotPolicySize(accesses: readonly PlacedAccess[], scope: Construct): void {
  const sizes = accesses.map((_, index) => {
    const sofar = accesses.slice(0, index + 1).map(({ access }) => access);
    return iotPolicySize(iotPolicyDocument(sofar, scope), scope);
  });
  const size = sizes.at(-1) ?? 0;
  if (size <= iotPolicySizeLimit) return;
  const parts = accesses.map(({ where, groupName }, index) => ({
    where,
    who: groupName ?? 'users in no group',
    adds: (sizes[index] ?? 0) - (sizes[index - 1] ?? 0),
  }));
  const [largest] = [...parts].sort((a, b) => b.adds - a.adds);
  const shares = parts.map(({ who, adds }) => `${who} ${adds}`).join(', ');
  const what =
    `makes an IoT policy of ${size} characters, ${size - iotPolicySizeLimit} more than the ${iotPolicySizeLimit} that ` +
    `AWS IoT allows${parts.length > 1 ? ` for the accesses of all users together (${shares})` : ''}; ` +
    'use fewer or shorter patterns, or one pattern with * in place of several';
  throw new SettingsError([{ where: largest?.where ?? 'access', what }]);
}

/** Length without white space, taking the longest partition, Region and account where they are known only in AWS. */
export function iotPolicySize(document: object, scope: Construct): number {
  const literal = JSON.stringify(Stack.of(scope).resolve(document), (_key, value) => asLongest(value));
  return literal.replace(/\s/g, '').length;
}

const longest: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-southeast-1',
  'AWS::AccountId': '111122223333',
};

/** JSON.stringify calls this from the outside in, so a join is replaced together with what it holds. */
function asLongest(value: unknown): unknown {
  const intrinsic = onlyEntry(value);
  if (intrinsic?.name === 'Ref') return longestRef(intrinsic.argument);
  if (intrinsic?.name === 'Fn::Join') return joined(intrinsic.argument);
  if (intrinsic?.name.startsWith('Fn::')) throw new Error(`cannot tell how long ${intrinsic.name} is in an IoT policy`);
  return value;
}

function joined(argument: unknown): string {
  const [separator, parts] = argument as [string, unknown[]];
  return parts.map(asLongest).join(separator);
}

function longestRef(name: unknown): string {
  const value = longest[String(name)];
  if (value === undefined) throw new Error(`cannot tell how long a reference to ${name} is in an IoT policy`);
  return value;
}

function onlyEntry(value: unknown): { name: string; argument: unknown } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [entry, ...rest] = Object.entries(value);
  return entry && rest.length === 0 ? { name: entry[0], argument: entry[1] } : undefined;
}
