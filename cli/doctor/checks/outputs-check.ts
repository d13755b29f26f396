import type { Facts } from '../facts.js';
import type { Verdict } from '../finding.js';

const NEEDED = [
  'Region',
  'UserPoolId',
  'UserPoolClientId',
  'IdentityPoolId',
  'AttachPolicyUrl',
  'IotEndpoint',
  'IotPolicyName',
];

/** Whether all outputs are there, and of one Region. */
export function outputsCheck({ outputs }: Pick<Facts, 'outputs'>): Verdict {
  const missing = NEEDED.filter((name) => !outputs[name]);
  if (missing.length > 0) return { bad: 'OutputsIncomplete', text: `missing: ${missing.join(', ')}` };
  const { Region = '', UserPoolId = '', IdentityPoolId = '' } = outputs;
  const elsewhere = {
    UserPoolId: !UserPoolId.startsWith(`${Region}_`),
    IdentityPoolId: !IdentityPoolId.startsWith(`${Region}:`),
  };
  const wrong = Object.entries(elsewhere).flatMap(([name, isWrong]) => (isWrong ? [`${name} (${outputs[name]})`] : []));
  if (wrong.length > 0) return { bad: 'OutputsIncomplete', text: `not of Region ${Region}: ${wrong.join(', ')}` };
  return { ok: `all there, of Region ${Region}` };
}
