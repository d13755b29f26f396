import type { Facts } from '../facts.js';
import { judged, type Verdict } from '../finding.js';

/** Whether the attach-policy function can run, and did. */
export function functionCheck({ attachFunction }: Pick<Facts, 'attachFunction'>): Verdict {
  return judged(attachFunction, ({ name, state, reserved, failure }) => {
    if (reserved === 0) {
      return {
        bad: 'FunctionThrottled',
        text: `${name} has no executions (reserved: 0): each call is throttled, and the API answers 500`,
      };
    }
    if (!state.startsWith('Active')) return { bad: 'FunctionBroken', text: `${name} is ${state}` };
    if (failure !== undefined) return { bad: 'FunctionBroken', text: `${name} said within the last hour: ${failure}` };
    return { ok: reserved === undefined ? name : `${name}, ${reserved} executions reserved` };
  });
}
