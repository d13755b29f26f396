import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  type IoTClient,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iot';
import { GrantError } from './grant-error.js';
import type { Lease } from './user-lock.js';

/** A user's own policies in AWS IoT. Errors that are not told of are thrown as they are. */
export interface UserPolicies {
  /**
   * Makes this document the policy's, whatever it had before. It never asks first: AWS's reads may be older than its
   * writes, and an old answer would leave a device to somebody whom it was taken from.
   */
  write(policyName: string, document: object, lease: Lease): Promise<void>;
  /** As AWS IoT has it, maybe a moment ago; undefined: there is no such policy. */
  read(policyName: string, lease: Lease): Promise<unknown>;
  /** Attaching twice is harmless. @throws GrantError `PolicyLimitExceeded` */
  attach(policyName: string, identityId: string, lease: Lease): Promise<void>;
}

export function createUserPolicies(iot: Pick<IoTClient, 'send'>): UserPolicies {
  const createVersion = async (policyName: string, policyDocument: string, { signal }: Lease) => {
    const command = new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault: true });
    await iot.send(command, { abortSignal: signal });
  };

  const deleteOldVersions = async (policyName: string, lease: Lease) => {
    const listed = await iot.send(new ListPolicyVersionsCommand({ policyName }), { abortSignal: lease.signal });
    for (const { versionId: policyVersionId, isDefaultVersion } of listed.policyVersions ?? []) {
      if (isDefaultVersion) continue;
      const command = new DeletePolicyVersionCommand({ policyName, policyVersionId });
      // The list may be older than a change of the default, or than somebody else's tidying.
      await ignoring(['DeleteConflictException', 'ResourceNotFoundException'], () =>
        iot.send(command, { abortSignal: lease.signal }),
      );
    }
  };

  /** Old versions decide nothing, so they stay until there are the five that AWS allows. */
  const addVersion = async (policyName: string, document: string, lease: Lease) => {
    try {
      await createVersion(policyName, document, lease);
    } catch (error) {
      if (!isCalled(error, 'VersionsLimitExceededException')) throw error;
      await deleteOldVersions(policyName, lease);
      await createVersion(policyName, document, lease);
    }
  };

  return {
    async write(policyName, document, lease) {
      const policyDocument = JSON.stringify(document);
      try {
        await addVersion(policyName, policyDocument, lease);
      } catch (error) {
        if (!isCalled(error, 'ResourceNotFoundException')) throw error;
        const command = new CreatePolicyCommand({ policyName, policyDocument });
        const isNew = await ignoring(['ResourceAlreadyExistsException'], () =>
          iot.send(command, { abortSignal: lease.signal }),
        );
        // It is there after all: an earlier try, whose answer was lost.
        if (isNew === undefined) await addVersion(policyName, policyDocument, lease);
      }
    },

    async read(policyName, { signal }) {
      const found = await ignoring(['ResourceNotFoundException'], () =>
        iot.send(new GetPolicyCommand({ policyName }), { abortSignal: signal }),
      );
      return found && JSON.parse(found.policyDocument ?? 'null');
    },

    async attach(policyName, target, { signal }) {
      try {
        await ignoring(['ResourceAlreadyExistsException'], () =>
          iot.send(new AttachPolicyCommand({ policyName, target }), { abortSignal: signal }),
        );
      } catch (error) {
        if (!isCalled(error, 'LimitExceededException')) throw error;
        const message =
          `identity ${target} has as many IoT policies as AWS IoT allows (10), so ${policyName} cannot be attached; ` +
          'detach those that others have attached, then call again';
        throw new GrantError('PolicyLimitExceeded', message, error);
      }
    },
  };
}

/** The result, or undefined for an error of one of these names. */
async function ignoring<T>(names: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (names.some((name) => isCalled(error, name))) return undefined;
    throw error;
  }
}

function isCalled(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
