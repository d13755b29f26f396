import type { Attachment } from '../contract/attachment.js';
import { newAbort, reasonOf, throwIfAborted } from './abortable.js';
import type { AttachWhen } from './attach-when.js';
import { hashName } from './hash-name.js';
import { readTab, type TabStorage, writeTab } from './tab-storage.js';

export interface FirstAttachment {
  /**
   * Attaches an identity of which the tab knows nothing before it connects, where the option `attach` says so.
   *
   * @returns undefined when that is not due, or could not be had in time while connecting may do without
   * @throws what `attach` throws, where the option is `first`; the signal's reason
   */
  before(
    identityId: string,
    attach: (signal: AbortSignal) => Promise<Attachment>,
    signal: AbortSignal,
  ): Promise<Attachment | undefined>;
  /** AWS IoT has let the identity in, so there is something attached to it. */
  connected(identityId: string): Promise<void>;
  detached(identityId: string): Promise<void>;
}

/** Milliseconds that an API which does not answer may keep those waiting who have been attached on another device. */
const NEW_WITHIN_MS = 5000;
const ATTACHED = 'attached';

/**
 * @param attachPolicyUrl of which stack
 * @param storage what a device keeps; without it nobody is known to be new
 */
export function createFirstAttachment(
  choice: AttachWhen,
  attachPolicyUrl: string,
  storage: TabStorage | undefined,
): FirstAttachment {
  const tried = new Set<string>();
  const keyOf = async (identityId: string) =>
    `cognito-iot-access:attached:${await hashName(`${attachPolicyUrl} ${identityId}`)}`;

  const isNew = async (identityId: string) =>
    storage !== undefined && !tried.has(identityId) && readTab(storage, await keyOf(identityId)) !== ATTACHED;

  return {
    async before(identityId, attach, signal) {
      if (choice === 'first') return attach(signal);
      if (choice === 'when refused' || !(await isNew(identityId))) return undefined;
      tried.add(identityId);
      return inTime(attach, signal);
    },
    async connected(identityId) {
      if (choice === 'when new' && storage !== undefined) writeTab(storage, await keyOf(identityId), ATTACHED);
    },
    async detached(identityId) {
      tried.delete(identityId);
      if (storage !== undefined) writeTab(storage, await keyOf(identityId), '');
    },
  };
}

/** If it is refused here, so is connecting, if nothing is attached; then the reason is told. */
async function inTime<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const controller = newAbort();
  const stop = () => controller.abort(reasonOf(signal));
  const timer = setTimeout(stop, NEW_WITHIN_MS);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work(controller.signal);
  } catch {
    throwIfAborted(signal);
    return undefined;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
