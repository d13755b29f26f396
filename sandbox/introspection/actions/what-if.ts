import { z } from 'zod';
import type { SettingsHint, WhatIfAnswer, Who } from '../../../contract/console-actions.js';
import type { Decision } from '../../../contract/decision.js';
import { AwsError } from '../../base/errors.js';
import type { Principal } from '../../iam/principal.js';
import type { ConsolePeers, DataPlaneQuestion } from '../../service/console-peers.js';
import type { Views } from '../../service/views.js';
import type { Change } from '../life-cycle-routes.js';
import { settingsHint } from './settings-hint.js';
import { who } from './who.js';

export interface WhatIfOptions extends Pick<ConsolePeers, 'wouldBroker' | 'policiesInEffect'> {
  /** Who would act, by a sign-in that nobody hears of. @throws AwsError where there would be no credentials */
  readonly suppose: (who: Who) => Promise<Principal>;
  /** Who would act under a role. @throws AwsError */
  readonly supposeRole: (roleArn: string) => Principal;
  /** What the role alone would say, written into no log. */
  readonly wouldAllow: (principal: Principal, request: DataPlaneQuestion) => Decision;
  /** Whether attached IoT policies are asked besides the role. */
  readonly isDataPlane: (action: string) => boolean;
  /** ARN of something of AWS IoT: `topic/a/b`. */
  readonly iotArn: (resource: string) => string;
  readonly views: Views;
  readonly groups: () => readonly { readonly name: string; readonly roleArn?: string }[];
}

const text = z.string().min(1);
const question = z.strictObject({
  who: z.union([who, z.strictObject({ roleArn: text })]),
  action: z.string().regex(/^[a-z0-9-]+:\w+$/i, 'an action is named like iot:Publish'),
  name: text,
  clientId: z.string().optional(),
  sourceIp: z.string().optional(),
});

type Question = z.infer<typeof question>;

/** May somebody do that, and what would allow it? */
export function serveWhatIf(change: Change, options: WhatIfOptions): void {
  change(
    'what-if',
    'machine',
    '{"who": {"identityId": …}, "action": "iot:Publish", "name": "a/b"}: whether that would be allowed, and by what',
    question,
    (body) => whatIf(body, options),
  );
  change(
    'settings-hint',
    'machine',
    '{"decision": 12}: what would allow what was refused',
    z.strictObject({ decision: z.number().int().min(1) }),
    ({ decision }) => ({ hint: hintOf(decision, options) }),
  );
}

async function whatIf(asked: Question, options: WhatIfOptions): Promise<WhatIfAnswer> {
  const { action, sourceIp = '127.0.0.1' } = asked;
  const principal = 'roleArn' in asked.who ? options.supposeRole(asked.who.roleArn) : await options.suppose(asked.who);
  const { cognito, roleArn } = principal;
  const { clientId = cognito?.identityId } = asked;
  const resource = resourceOf(action, asked.name, options.iotArn);
  const ask = options.isDataPlane(action) ? options.wouldBroker : options.wouldAllow;
  const { number: _, time: __, ...decision } = ask(principal, { action, resource, clientId, sourceIp });
  const isUser = cognito?.authenticationType === 'authenticated';
  return {
    allowed: decision.allowed,
    decision,
    roleArn,
    iotPolicies: isUser ? options.policiesInEffect(cognito.identityId) : [],
    ...(decision.allowed
      ? {}
      : { hint: settingsHint(decision, { roleArn, isGuest: !isUser, clientId, groups: options.groups() }) }),
  };
}

/** What stands before a name in the ARN that AWS IoT evaluates. */
const KINDS: Readonly<Record<string, string>> = {
  'iot:connect': 'client',
  'iot:publish': 'topic',
  'iot:receive': 'topic',
  'iot:retainpublish': 'topic',
  'iot:getretainedmessage': 'topic',
  'iot:subscribe': 'topicfilter',
  'iot:getthingshadow': 'thing',
  'iot:updatethingshadow': 'thing',
  'iot:deletethingshadow': 'thing',
  'iot:listnamedshadowsforthing': 'thing',
  'iot:deleteconnection': 'client',
};

function resourceOf(action: string, name: string, iotArn: WhatIfOptions['iotArn']): string {
  const kind = KINDS[action.toLowerCase()];
  return kind === undefined || name.startsWith('arn:') ? name : iotArn(`${kind}/${name}`);
}

function hintOf(number: number, { views, groups }: WhatIfOptions): SettingsHint {
  const decision = views.decisions(number - 1).find((one) => one.number === number);
  if (decision === undefined) throw new AwsError('NotFound', `There is no decision ${number} any more.`, 404);
  if (decision.allowed) return { text: 'It was allowed.' };
  const identity = views.identities().find(({ identityId }) => identityId === decision.identityId);
  const isGuest = identity !== undefined && Object.keys(identity.logins).length === 0;
  // Of a session: arn:aws:sts::<account>:assumed-role/<role>/<session>.
  const roleName = decision.principal.split('/')[1] ?? '';
  return settingsHint(decision, { roleArn: roleName, isGuest, clientId: undefined, groups: groups() });
}
