import type { AccessHolder } from '../../../contract/access-holder.js';
import type { SettingsHint } from '../../../contract/console-actions.js';
import type { Decision } from '../../../contract/decision.js';
import { nextStep } from '../../../contract/next-step.js';

export interface HintContext {
  /** ARN or name of the role that was asked. */
  readonly roleArn: string;
  readonly isGuest: boolean;
  readonly clientId: string | undefined;
  readonly groups: readonly { readonly name: string; readonly roleArn?: string }[];
}

/** What to do about a refusal: as the demo page tells its user, for whoever looks on. */
export function settingsHint(
  { action, resource, identityId, layers }: Pick<Decision, 'action' | 'resource' | 'identityId' | 'layers'>,
  context: HintContext,
): SettingsHint {
  // arn:aws:iot:<region>:<account>:topic/<name>: names may hold slashes and colons.
  const name = /^arn:[^:]*:iot:[^:]*:[^:]*:(?:client|topic|topicfilter)\/(.*)$/s.exec(resource)?.[1];
  const refused = { action, resource, topic: name, check: CHECK };
  const { text, setting, afterwards } = nextStep(
    refused,
    { layers },
    {
      where: 'sandbox',
      // Only what AWS IoT asks about names can be said by the setting.
      identityId: name === undefined ? undefined : identityId,
      clientId: context.clientId,
      holder: holderOf(context),
      rights: undefined,
    },
  );
  const hint = afterwards === undefined ? text : `${text} ${afterwards}`;
  return setting === undefined ? { text: hint } : { text: hint, setting };
}

const CHECK = 'Give the role a statement that allows this action on this resource.';

function holderOf({ roleArn, isGuest, groups }: HintContext): AccessHolder {
  if (isGuest) return { kind: 'guest' };
  const isOfRole = (group: HintContext['groups'][number]) =>
    group.roleArn !== undefined && (group.roleArn === roleArn || group.roleArn.endsWith(`/${roleArn}`));
  const names = groups.filter(isOfRole).map(({ name }) => name);
  return names.length === 0 ? { kind: 'user' } : { kind: 'group', names };
}
