import { IotAccessError, type IotAction } from './iot-access-error.js';

/** What is known of a refusal, beside what was refused. */
export interface NotAuthorizedDetails {
  /** Names or patterns of the same kind that are allowed, where that is known. */
  readonly allowed?: readonly string[] | undefined;
  /** The message was to be retained, for which another action is needed as well. */
  readonly retained?: boolean | undefined;
  /** The device that it is of, where that one was granted to the user. */
  readonly grantedDevice?: string;
  /** What the user lacks, where that is known. */
  readonly lacking?: string;
  /** Of MQTT 5. */
  readonly reasonCode?: number | undefined;
}

/**
 * The policies forbid it: AWS IoT said so, or in MQTT 3.1.1 closed the connection on it.
 *
 * Why: The role of signed-in users and the IoT policy attached to the identity must both allow it, and one of them does
 * not: `resource` is outside of what the stack's setting `access` gives this user, or the policy was attached, or the user
 * put into a group, a moment ago.
 *
 * What to do: Compare `resource` with `allowed`. Change the topic, or the setting. In the sandbox `/_sandbox/decisions`
 * names the document that refused. What was attached a moment ago can take minutes to work.
 */
export class NotAuthorizedError extends IotAccessError {
  /** The access that was needed. */
  readonly action: IotAction;
  /** As at the end of the ARN in a policy: `topic/<topic>`, `topicfilter/<filter>` or `client/<client ID>`. */
  readonly resource: string;
  /** The topic or topic filter; undefined for `iot:Connect`. */
  readonly topic: string | undefined;
  /** All actions that were needed: a retained message needs `iot:RetainPublish` beside `iot:Publish`. */
  readonly actions: readonly string[];
  /** What this user may do instead, in the form of `resource`, as the stack's settings say; undefined if not known. */
  readonly allowed: readonly string[] | undefined;

  constructor(action: IotAction, name: string, details: NotAuthorizedDetails = {}) {
    const { allowed, retained = false, grantedDevice, lacking, reasonCode } = details;
    const kind = { 'iot:Connect': 'client', 'iot:Publish': 'topic', 'iot:Subscribe': 'topicfilter' }[action];
    const resource = `${kind}/${name}`;
    const actions = retained ? [action, 'iot:RetainPublish'] : [action];
    const inFull = allowed?.map((pattern) => `${kind}/${pattern}`);
    super(
      'NotAuthorized',
      `AWS IoT refused ${actions.join(' or ')} on ${resource}.`,
      [
        lacking ?? 'Check that the role of signed-in users AND the IoT policy attached to the identity both allow it.',
        ...(inFull && lacking === undefined
          ? [`The stack allows ${action} on ${inFull.join(', ') || 'nothing'}.`]
          : []),
        ...(grantedDevice === undefined
          ? []
          : [`Device ${grantedDevice} is granted; a grant of a moment ago can take minutes to work.`]),
        ...(action === 'iot:Connect'
          ? ['A new attachment can take minutes to work: connecting again later may do.']
          : []),
      ].join(' '),
      undefined,
      reasonCode,
    );
    this.action = action;
    this.actions = actions;
    this.allowed = inFull;
    this.resource = resource;
    this.topic = action === 'iot:Connect' ? undefined : name;
  }
}

/**
 * The topic is of a device that was not granted to the user.
 *
 * Why: Nobody has granted it, or the grant was taken away; `device` is its name.
 *
 * What to do: Have a back end or an operator grant it to this user. A grant of a moment ago can take minutes to work.
 */
export class DeviceNotGrantedError extends NotAuthorizedError {
  /** Its name. */
  readonly device: string;

  constructor(action: IotAction, name: string, device: string, details: NotAuthorizedDetails = {}) {
    const lacking = `not granted: device ${device}. Have it granted to this user; a grant of a moment ago can take minutes to work.`;
    super(action, name, { ...details, lacking });
    this.name = 'DeviceNotGrantedError';
    this.device = device;
  }
}
