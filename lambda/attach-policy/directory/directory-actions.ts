import type { Attachment } from '../../../contract/attachment.js';
import type { CompleteDeviceAccess, GrantedDevices } from '../../../contract/device-access.js';
import type { DirectoryUser } from '../../../contract/directory-items.js';
import type { Actions } from '../access.js';
import type { Caller } from '../caller.js';
import { assumedRole } from '../group-connections.js';
import { type DevicePolicies, isEveryDevice, isGranted } from './device-policies.js';
import type { Directory, UserDevice } from './directory.js';
import { revoked, unknownUser } from './directory-errors.js';

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
     * Recorded, then read, and attached only after that. Of a grant that is made meanwhile, either this finds the device,
     * or whoever grants finds the identity. And of a revocation: whoever revokes writes the mark, then lists the
     * identities and denies each. Should this read miss the mark, it was written after the read, so the list came after
     * the record: it has the identity. Should the list miss the identity, the record came after the list, so the read
     * came after the mark: it has that. Both reads are consistent. To record and to check in one transaction would save
     * a round trip, but AWS cancels transactions on one item that meet, which two tabs of a user do.
     */
    async attach(caller, call) {
      const { identityId } = caller;
      const user = knownUser(caller);
      const wasAttached = await directory.recordPost({ user, identityId, roleName: roleNameOf(caller) }, call);
      const { isRevoked, devices: found } = await directory.standingOf(user, call);
      if (isRevoked) {
        // Nothing will be attached to it. Whoever revokes finds it all the same.
        if (!wasAttached) await directory.recordDelete({ user, identityId }, call).catch(ignore);
        throw revoked();
      }
      if (!devices) return actions.attach(caller, call);
      // Without the shared policy those of the user's own let nobody connect, so either may come first.
      const [attachment] = await Promise.all([
        actions.attach(caller, call),
        devices.policies.attach({ user, identityId }, found, call),
      ]);
      return withDevices(attachment, found, devices.access);
    },

    async status(caller, call) {
      const user = knownUser(caller);
      const [attachment, standing] = await Promise.all([
        actions.status(caller, call),
        directory.standingOf(user, call),
      ]);
      const told: Attachment = standing.isRevoked ? { ...attachment, revoked: true } : attachment;
      return devices ? withDevices(told, standing.devices, devices.access) : told;
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
        const standing = failure ? undefined : await directory.standingOf(user, call).catch(failed);
        // Before the shared one, so that at no time a policy of the user's own is alone.
        await devices.policies.detach({ user, identityId }, standing?.devices, call);
      }
      const attachment = await actions.detach(caller, call);
      if (failure) throw failure.reason;
      return attachment;
    },
  };
}

function ignore(): void {}

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
