/** What ends a connection's time. */
export type RenewAt = 'credentials' | 'socket';

/** @throws RangeError when it is neither */
export function checkRenewAt(renewAt: RenewAt = 'credentials'): RenewAt {
  if (renewAt === 'credentials' || renewAt === 'socket') return renewAt;
  throw new RangeError(`The option renew is ${renewAt}; it is 'credentials' or 'socket'.`);
}
