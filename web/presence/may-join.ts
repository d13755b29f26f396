import type { IotClient } from '../../client/index.js';

/** Whether the user's rights are known to let them join who is at the topic: AWS decides when it is done. */
export function mayJoin({ may, identityId }: Pick<IotClient, 'may' | 'identityId'>, topic: string): boolean {
  const everybody = `${topic}/presence/+/+`;
  const [own, anybody] = [`${topic}/presence/${identityId}/tab`, `${topic}/presence/anybody/tab`];
  return may('subscribe', everybody) === true && may('receive', anybody) === true && may('publish', own) === true;
}
