import { z } from 'zod';
import type { IamRequest } from '../iam/authorize.js';
import type { VerifiedCaller } from '../iam/sigv4.js';

/** The text of a member of the request, before its fields are checked: empty where there is none, or no text. */
export type Member = (name: string) => string;

/**
 * What a policy's `Resource` is held against: an ARN, or `*` for an action that has no resource. Of several, each has to
 * be allowed.
 *
 * @param input the request, its fields not checked yet
 */
export type ResourceOf = (member: Member, input: unknown) => string | readonly [string, ...string[]];

/** What a call takes beside the permission of its own name: `iam:PassRole`. */
export type FurtherOf = (member: Member) => readonly Omit<IamRequest, 'sourceIp'>[];

/**
 * Who may call an operation. There is no default: an operation that does not say does not compile.
 *
 * - `iam`: whoever signs the request, if the policies of the signer's role allow the operation on this resource
 * - `iotData`: the same, if the attached IoT policy of an authenticated identity allows it, too
 * - `token`: whoever brings a token that the service itself has issued
 * - `signed`: whoever signs the request; AWS asks no policy
 * - `public`: everybody; AWS calls it a public API
 */
export type Access =
  | { readonly iam: ResourceOf; readonly further?: FurtherOf }
  | { readonly iotData: ResourceOf; readonly further?: FurtherOf }
  | 'token'
  | 'signed'
  | 'public';

/** Who calls, proven by the access. */
export type CallerOf<A extends Access, User> = A extends 'token'
  ? User
  : A extends 'public'
    ? undefined
    : VerifiedCaller;

/** What its name, its access, its quota and its fields are for is done before `run`, which judges nobody. */
export interface OperationSettings<A extends Access, F extends z.ZodRawShape, User> {
  /** As in IAM actions, and in the names of quotas and faults: `iot:AttachPolicy`. */
  readonly name: string;
  /** As IAM calls it, where that is not the name. @default the name */
  readonly action?: string;
  readonly access: A;
  /** Calls a second for each account, where AWS documents a quota. */
  readonly quota?: number;
  /** Every member that is known; a request with another one is refused by name. */
  readonly fields: F;
  readonly run: (input: z.infer<z.ZodObject<F>>, caller: CallerOf<A, User>) => object | Promise<object>;
}

/** An operation of a service: its own types are known where it is made. */
export interface Operation extends Omit<OperationSettings<Access, z.ZodRawShape, unknown>, 'run'> {
  /** Of the fields, and no others. */
  readonly schema: z.ZodType;
  readonly run: (input: never, caller: never) => object | Promise<object>;
}

/**
 * Makes the operations of one service.
 *
 * @template User whom a token of the service stands for
 */
export function operationsOf<User = never>() {
  return <const A extends Access, F extends z.ZodRawShape>(settings: OperationSettings<A, F, User>): Operation => ({
    ...settings,
    schema: z.strictObject(settings.fields),
  });
}
