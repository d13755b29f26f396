import type { Facts } from '../facts.js';
import type { Verdict } from '../finding.js';

/** Whether a page may read a refusal: without the header it sees none of it, not even the status. */
export function corsCheck({ api, asked }: Pick<Facts, 'api' | 'asked'>): Verdict {
  if ('error' in api) return { unknown: 'the API does not answer' };
  if (api.errorType !== 'MissingAuthenticationTokenException')
    return { unknown: `it answers ${api.status}, as no stage of ours does` };
  const { allowedOrigin: allowed } = api;
  if (allowed === undefined) return { bad: 'CorsMissing', text: 'a 403 has no access-control-allow-origin' };
  if (asked.origin !== undefined && allowed !== '*' && allowed !== asked.origin) {
    return { bad: 'CorsMissing', text: `a 403 allows ${allowed}, and not ${asked.origin}` };
  }
  return { ok: `a 403 may be read by ${allowed === '*' ? 'every page' : allowed}` };
}
