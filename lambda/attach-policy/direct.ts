import type { Attachment } from '../../contract/attachment.js';
import type { Access, Action } from './access.js';
import { asApiError } from './answer-error.js';
import type { AnswerLog } from './answer-log.js';
import { unknownAction } from './errors.js';
import type { Invocation } from './invocation.js';
import { ReportedError } from './last-resort.js';

export interface DirectProps {
  readonly access: Access;
  readonly log: AnswerLog;
}

/** Answers a `lambda:Invoke` that did not come through API Gateway. */
export type Direct = (event: unknown, invocation: Invocation) => Promise<Attachment>;

const actions: readonly Action[] = ['attach', 'status', 'detach'];

/**
 * Does what POST does, or what the event's `action` says (`attach`, `status`, `detach`); the event decides nothing else.
 * Rejects with a ReportedError.
 */
export function createDirect({ access, log }: DirectProps): Direct {
  return async (event, invocation) => {
    try {
      const answer = await access(actionOf(event), invocation);
      log(invocation, 200);
      return answer;
    } catch (error) {
      const known = asApiError(error, invocation.requestId);
      log(invocation, known.statusCode, known);
      throw new ReportedError(known.code, known.message);
    }
  };
}

function actionOf(event: unknown): Action {
  const given = (event as { readonly action?: unknown } | null | undefined)?.action ?? 'attach';
  const action = actions.find((known) => known === given);
  if (!action) throw unknownAction(actions);
  return action;
}
