import type { z } from 'zod';
import type { RequireIam } from '../iam/authorize.js';
import type { SigV4Verifier, VerifiedCaller } from '../iam/sigv4.js';
import type { WireRequest } from '../iam/sigv4-canonical-request.js';
import type { Api } from './api.js';
import type { Member, Operation } from './operation.js';
import type { OperationGuard } from './operation-guard.js';
import { unknownField } from './rest-operation.js';

/** What stands before every operation of every service. */
export interface Doors {
  readonly verifier: SigV4Verifier;
  readonly requireIam: RequireIam;
  readonly guard: OperationGuard;
  readonly region: string;
}

/** One request, whatever its protocol. */
export interface Call {
  readonly wire: WireRequest;
  /** The caller's address. */
  readonly sourceIp: string | undefined;
  /** What the request asks for, its fields not checked yet. Asked for after the signature. @throws SyntaxError */
  readonly input: () => unknown;
}

/** What admits a call, and what is behind it. */
type Judge = Pick<Api, 'signingName' | 'signingRegions' | 'verifyToken' | 'requireIotData'>;

/**
 * Signature, then access, then quota and faults: what a call has to pass before anything is done for it.
 *
 * @returns who calls, as `CallerOf` the operation's access
 * @throws AwsError as the service throws it
 */
export async function admit(
  operation: Pick<Operation, 'name' | 'action' | 'access'>,
  call: Call,
  judge: Judge,
  doors: Doors,
): Promise<unknown> {
  const caller = await callerOf(operation, call, judge, doors);
  await doors.guard.enter(operation.name);
  return caller;
}

/** Admits a call, checks its fields and does it. @throws AwsError as the service throws it */
export async function callOperation(operation: Operation, call: Call, api: Api, doors: Doors): Promise<object> {
  const caller = await admit(operation, call, api, doors);
  return runOperation(operation, call.input(), caller, api);
}

/**
 * Checks the fields and does it, for a call that was admitted.
 *
 * @param caller what `admit` gave
 */
export async function runOperation(
  operation: Operation,
  given: unknown,
  caller: unknown,
  api: Pick<Api, 'refuseFields'>,
): Promise<object> {
  const input = given ?? {};
  const parsed = operation.schema.safeParse(input);
  if (!parsed.success) throw refusalOf(operation.name, parsed.error.issues, input, api);
  // The fields' types and the caller's are those that the operation was made with.
  return operation.run(parsed.data as never, caller as never);
}

async function callerOf(
  { name, action = name, access }: Pick<Operation, 'name' | 'action' | 'access'>,
  call: Call,
  { signingName, signingRegions, verifyToken, requireIotData }: Judge,
  { verifier, requireIam, region }: Doors,
): Promise<unknown> {
  if (access === 'public') return undefined;
  if (access === 'token') return needed(verifyToken, name)(call.input() ?? {});
  const signedFor = { service: signingName, region: signingRegions?.(region) ?? region };
  const caller: VerifiedCaller = await verifier.verify(call.wire, signedFor);
  if (access === 'signed') return caller;
  const [judge, resourceOf] =
    'iam' in access ? [requireIam, access.iam] : [needed(requireIotData, name), access.iotData];
  const { sourceIp } = call;
  const input = call.input();
  const member = memberOf(input);
  const own = [resourceOf(member, input)].flat().map((resource) => ({ action, resource }));
  for (const request of [...own, ...(access.further?.(member) ?? [])]) {
    judge(caller.principal, { ...request, ...(sourceIp === undefined ? {} : { sourceIp }) });
  }
  return caller;
}

/** Without what judges them, calls are not let through. */
function needed<T>(judge: T | undefined, name: string): T {
  if (judge === undefined) throw new Error(`The API of ${name} has nothing to judge its callers with.`);
  return judge;
}

function memberOf(input: unknown): Member {
  return (name) => {
    const value = typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
}

function refusalOf(
  name: string,
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  { refuseFields }: Pick<Api, 'refuseFields'>,
) {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown === undefined) return refuseFields(name, issues, input);
  return unknownField([...unknown.path, ...unknown.keys].map(String).join('.'), name);
}
