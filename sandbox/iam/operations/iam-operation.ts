import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { type Operation, type OperationSettings, operationsOf, type ResourceOf } from '../../service/operation.js';
import { wholeNumber } from '../../service/query-fields.js';
import type { RoleSettings } from '../role-resources.js';
import type { Roles } from '../roles.js';

/** What the operations need. */
export interface IamParts {
  readonly roles: Pick<Roles, 'settings' | 'principal' | 'managedPolicies'>;
  readonly accountId: string;
  /** `aws`, as in an ARN. */
  readonly partition: string;
  /** When the stack was deployed: when the sandbox was started. */
  readonly deployedAt: Date;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/ */
export const shapes = {
  roleName: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\w+=,.@-]+$/),
  policyName: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[\w+=,.@-]+$/),
  arn: z.string().min(20).max(2048),
  pathPrefix: z
    .string()
    .min(1)
    .max(512)
    .regex(/^\/[\x21-\x7f]*$/)
    .optional(),
  paging: {
    Marker: z.string().min(1).max(320).optional(),
    MaxItems: wholeNumber(1, 1000).optional(),
  },
};

const operationOf = operationsOf();

/** An operation of IAM; its name is AWS's alone: `GetRole`. */
export function operation<F extends z.ZodRawShape>(
  settings: OperationSettings<{ readonly iam: ResourceOf }, F, never>,
): Operation {
  return operationOf({ ...settings, name: `iam:${settings.name}` });
}

/** What a policy's `Resource` says of one role. */
export function ofRole({ roles, accountId, partition }: IamParts): { readonly iam: ResourceOf } {
  return {
    iam(member) {
      const asked = member('RoleName');
      const found = roles.settings.find(({ roleName }) => roleName === asked);
      return found?.roleArn ?? `arn:${partition}:iam::${accountId}:role/${asked}`;
    },
  };
}

/** @throws AwsError `NoSuchEntity` */
export function roleNamed({ roles }: IamParts, roleName: string): RoleSettings {
  const role = roles.settings.find((candidate) => candidate.roleName === roleName);
  if (role !== undefined) return role;
  throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}

/** One page of a list, and the marker of the next. @throws AwsError for a marker that nobody gave */
export function pageOf<T>(list: readonly T[], paging: Paging): { readonly page: readonly T[]; readonly rest: object } {
  const { from, to, rest } = placesOf(list.length, paging);
  return { page: list.slice(from, to), rest };
}

interface Paging {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** The same for a list that is not there as a whole. */
export function placesOf(length: number, { Marker, MaxItems = 100 }: Paging) {
  const [, digits] = /^after-(\d{1,9})$/.exec(Marker ?? 'after-0') ?? [];
  if (digits === undefined) throw new AwsError('ValidationError', 'Invalid Marker.');
  const from = Number(digits);
  const end = from + MaxItems;
  const rest = end < length ? { IsTruncated: true, Marker: `after-${end}` } : { IsTruncated: false };
  return { from, to: Math.min(end, length), rest };
}

/** Documents come encoded as in a URL, RFC 3986. */
export function encoded(document: unknown): string {
  const inUrl = encodeURIComponent(JSON.stringify(document));
  return inUrl.replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
