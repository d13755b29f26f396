import type { Facts } from '../facts.js';
import type { Verdict } from '../finding.js';

/** Whether the API's stage is there: without it every request is answered 403, signed or not. */
export function stageCheck({ api, stage, outputs }: Pick<Facts, 'api' | 'stage' | 'outputs'>): Verdict {
  const { AttachPolicyUrl = '' } = outputs;
  if ('error' in api) return { bad: 'ApiUnreachable', text: `${AttachPolicyUrl}: ${api.error}` };
  if ('known' in stage && !stage.known)
    return { bad: 'StageGone', text: `the API has no such stage: ${AttachPolicyUrl}` };
  // What API Gateway answers for a stage that is not there.
  if (api.status === 403 && api.errorType === 'ForbiddenException') {
    return { bad: 'StageGone', text: `${AttachPolicyUrl} answers 403 Forbidden, as an API without this stage does` };
  }
  if ('unknown' in stage) return { unknown: stage.unknown };
  return { ok: AttachPolicyUrl };
}
