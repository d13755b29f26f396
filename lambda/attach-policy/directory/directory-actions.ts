import type { Attachment } from '../../../contract/attachment.js';
import type { CompleteDeviceAccess, GrantedDevices } from '../../../contract/device-access.js';
import type { DirectoryUser } from '../../../contract/directory-items.js';
import type { Actions } from '../access.js';
import type { Caller } from '../caller.js';
import { assumedRole } from '../group-connections.js';
import { type DevicePolicies, isEveryDevice, isGranted } from './device-policies.js';
import type { Directory, UserDevice } from './directory.js';
import { unknownUser } from './directory-errors.js';

export interface DirectoryActionsProps {
  readonly directory: Directory;
  /** Undefined: the stack has no devices. */
  readonly devices: DeviceActionsProps | undefined;
}

export interface DeviceActionsProps {
  readonly access: CompleteDeviceAccess;
  readonly policies: DevicePolicies;
}

/** The actions of a deployment that records whom it attaches, and attaches the user's own policies, too. */
export function createDirectoryActions(actions: Actions, { directory, devices }: DirectoryActionsProps): Actions {
  return {
    /**
     * Recorded, then read: of a grant that is made meanwhile, either this finds the device, or whoever grants finds the
     * identity.
     */
    async attach(caller, call) {
      const { identityId } = caller;
      const user = knownUser(caller);
      await directory.recordPost({ user, identityId, roleName: roleNameOf(caller) }, call);
      if (!devices) return actions.attach(caller, call);
      const [attachment, found] = await Promise.all([actions.attach(caller, call), directory.devicesOf(user, call)]);
      await devices.policies.attach({ user, identityId }, found, call);
      return withDevices(attachment, found, devices.access);
    },

    async status(caller, call) {
      const user = knownUser(caller);
      if (!devices) return actions.status(caller, call);
      const [attachment, found] = await Promise.all([actions.status(caller, call), directory.devicesOf(user, call)]);
      return withDevices(attachment, found, devices.access);
    },

    /**
     * Leaving works without the directory: a client that goes away may not come back, and its rights have to end. So
     * what the directory does not say is detached by name, whichever there can be. The caller is told 503 all the same,
     * so that it comes back and the directory learns of it; until then whoever grants may attach a policy of the user's
     * own to the identity, which without the shared one does not let it connect.
     */
    async detach(caller, call) {
      const { identityId } = caller;
      const user = knownUser(caller);
      let failure: { readonly reason: unknown } | undefined;
      const failed = (reason: unknown) => {
        failure = { reason };
        return undefined;
      };
      await directory.recordDelete({ user, identityId }, call).catch(failed);
      if (devices) {
        const found = failure ? undefined : await directory.devicesOf(user, call).catch(failed);
        // Before the shared one, so that at no time a policy of the user's own is alone.
        await devices.policies.detach({ user, identityId }, found, call);
      }
      const attachment = await actions.detach(caller, call);
      if (failure) throw failure.reason;
      return attachment;
    },
  };
}

function knownUser({ user }: Caller): DirectoryUser {
  if (!user) throw unknownUser();
  return user;
}

function roleNameOf({ userArn }: Caller): string | undefined {
  return assumedRole(userArn)?.replace(/^.*:/, '');
}

function withDevices(
  attachment: Attachment,
  found: readonly UserDevice[],
  { publish, subscribe, receive, shadow }: CompleteDeviceAccess,
): Attachment {
  const { connection } = attachment;
  if (!connection) return attachment;
  const granted = found.filter(isGranted);
  const names = granted.filter((one) => !isEveryDevice(one)).map(({ device }) => device);
  const devices: GrantedDevices = {
    names: names.sort(),
    all: granted.some(isEveryDevice),
    topics: { publish, subscribe, receive },
    shadow,
  };
  return { ...attachment, connection: { ...connection, devices } };
}
