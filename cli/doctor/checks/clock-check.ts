import type { Facts } from '../facts.js';
import type { Verdict } from '../finding.js';

/** AWS takes signatures of the last five minutes alone. */
const ALLOWED_SECONDS = 300;

/** Whether the clock of this machine is AWS's; that of the user's device nobody here sees. */
export function clockCheck({ api, gateway, isSandbox }: Pick<Facts, 'api' | 'gateway' | 'isSandbox'>): Verdict {
  const answer = [api, gateway].find((one) => 'date' in one && one.date !== undefined);
  if (answer === undefined || 'error' in answer || answer.date === undefined)
    return { unknown: 'nobody told the time' };
  const seconds = Math.round((answer.at - answer.date) / 1000);
  const by = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} AWS's`;
  if (isSandbox) return { ok: `this machine's is ${by}, a sandbox's, which can be moved` };
  if (Math.abs(seconds) > ALLOWED_SECONDS) return { bad: 'ClockWrong', text: `this machine's clock is ${by}` };
  return { ok: `this machine's is ${by}; look at the user's device, too` };
}
