import type { Peers } from './service/peers.js';
import type { RunningService } from './service/service.js';

/** @throws Error naming what no service can do for the others */
export function peersOf(running: readonly RunningService[]): Peers {
  const { functionOf, setAttachDelay, judgeWebIdentity, userPoolKeys, issueTokens, issueLoginToken }: Partial<Peers> =
    Object.assign({}, ...running.map(({ peers }) => peers));
  if (functionOf === undefined) throw new Error('No service runs functions.');
  if (setAttachDelay === undefined) throw new Error('No service attaches policies.');
  if (judgeWebIdentity === undefined || issueLoginToken === undefined)
    throw new Error('No service gives tokens to identities.');
  if (userPoolKeys === undefined || issueTokens === undefined) throw new Error('No service has user pools.');
  return { functionOf, setAttachDelay, judgeWebIdentity, userPoolKeys, issueTokens, issueLoginToken };
}
