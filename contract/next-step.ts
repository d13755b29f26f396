import type { AccessHolder } from './access-holder.js';
import { type AccessToAdd, accessToAdd } from './access-to-add.js';
import type { Connection } from './connection.js';
import type { Decision } from './decision.js';

/** What to do about a refusal. */
export interface NextStep {
  /** With `names of things` between backquotes. */
  readonly text: string;
  /** What to write into `cdk.json`. */
  readonly setting?: AccessToAdd;
  /** What to type. */
  readonly command?: string;
  /** What to do once that is written or typed. */
  readonly afterwards?: string;
}

/** What was refused, as the client's `NotAuthorizedError` says it. */
export interface RefusedAction {
  /** `iot:Publish`, … */
  readonly action: string;
  /** The topic or topic filter, where there is one. */
  readonly topic?: string | undefined;
  readonly resource: string;
  /** What to look at, where nothing better is known. */
  readonly check: string;
}

export interface NextStepContext {
  readonly where: 'sandbox' | 'aws';
  readonly identityId: string | undefined;
  readonly clientId: string | undefined;
  readonly holder: AccessHolder;
  /** What is allowed, as `/attach-policy` tells it. */
  readonly rights: Pick<Connection, 'clientId' | 'topics'> | undefined;
}

/** @param decision undefined where nobody tells which document refused */
export function nextStep(
  { action, topic, resource, check }: RefusedAction,
  decision: Pick<Decision, 'layers'> | undefined,
  context: NextStepContext,
): NextStep {
  const { where, identityId } = context;
  const again = { sandbox: 'restart the sandbox: Ctrl-C, then `npm start`', aws: 'deploy: `npm run deploy`' }[where];
  const denial = decision?.layers.find(({ effect }) => effect === 'ExplicitDeny');
  if (denial !== undefined) {
    return {
      text:
        `A Deny is stronger than any Allow, so no pattern to add can help. If this is to be allowed, change the ` +
        `statement \`${denial.statement}\` of ${denial.document}, then ${again}.`,
    };
  }
  if (decision?.layers.some(({ kind }) => kind === 'no-iot-policy')) {
    return { text: 'Try again: whoever connects without a policy has it attached, and it may take a while to work.' };
  }
  if (identityId === undefined) return { text: check };
  const name = topic ?? resource.replace(/^client\//, '');
  const stranger = foreignIdentity(name, identityId);
  if (stranger !== undefined) {
    return {
      text:
        `This belongs to another identity, \`${stranger}\`. If you meant your own, put your identity ID in its place. ` +
        'No pattern can be proposed: what lets you in here lets every user in.',
    };
  }
  const setting = accessToAdd({ ...context, action, name, identityId });
  if (setting === 'allowed') {
    return {
      text:
        'The setting allows this already, but not the documents in force: credentials of before a change keep their ' +
        `role until they end. Sign out and in; if that does not help, ${again}.`,
    };
  }
  if (setting === 'unsayable') return { text: 'No pattern of the setting `access` can allow this one.' };
  const kept = setting.mayHaveMore ? '. What stands there keeps its place beside it' : '';
  return {
    text: `If this is to be allowed, add ${sentence(setting)}${kept}:`,
    setting,
    afterwards: `Then ${again}.`,
  };
}

function sentence({ pattern, lists, setting }: AccessToAdd): string {
  const isPath = /^[\w.]+$/.test(setting);
  const names = lists.map((list) => `\`${isPath ? `${setting}.` : ''}${list}\``).join(' and ');
  return `\`${pattern}\` to ${names}${isPath ? '' : ` in ${setting}`}`;
}

/** Identity IDs are a Region, a colon and a UUID. */
function foreignIdentity(name: string, own: string): string | undefined {
  const identityIds = /[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  const found = name.match(identityIds) ?? [];
  return found.find((identityId) => identityId !== own);
}
