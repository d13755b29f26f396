import { DeviceNotGrantedError, IotAccessError, NotAuthorizedError, NotSignedInError } from '../../client/index.js';
import { type NextStep, type NextStepContext, nextStep } from '../../contract/next-step.js';
import type { SandboxReader } from '../sandbox/sandbox-reader.js';
import { grantCommand } from './grant-command.js';

import { type Verdict, verdictOf } from './verdict.js';

/** Where on the page the refused action stands, so that its refusal stands there too. */
export type RefusalPlace = 'connection' | 'subscribe' | 'publish' | 'lamp';

/** A refusal in plain words. */
export interface ExplainedRefusal {
  readonly id: number;
  readonly place: RefusalPlace;
  readonly title: string;
  /** The topic, topic filter or client ID that it is about. */
  readonly subject: string | undefined;
  /** Whether one topic was refused, and nothing else is wrong. */
  readonly aboutTopic: boolean;
  readonly meaning: string;
  /** Who had a say, and what they said; empty where nobody tells. */
  readonly documents: readonly Verdict[];
  /** Undefined where there is nothing to do. */
  readonly next: NextStep | undefined;
  /** Whether only another sign-in helps. */
  readonly signInAgain: boolean;
}

export interface RefusalContext extends Omit<NextStepContext, 'where'> {
  /** Only the sandbox tells which document refused. */
  readonly sandbox: Pick<SandboxReader, 'lastRefusal'> | undefined;
  /** Undefined for a stack on AWS. */
  readonly sandboxUrl?: string | undefined;
  /** Of the user in the user pool. */
  readonly sub?: string | undefined;
}

type Explanation = Omit<ExplainedRefusal, 'id' | 'place'>;

/** Turns an error of the client into what a person needs to know. */
export async function explainRefusal(error: unknown, context: RefusalContext): Promise<Explanation> {
  if (error instanceof NotAuthorizedError) return explainNotAuthorized(error, context);
  if (error instanceof NotSignedInError && error.cause instanceof Error) {
    return explainNoCredentials(error.cause, context);
  }
  if (error instanceof IotAccessError) {
    const [what = error.message] = error.message.split(error.check);
    const signInAgain = error.code === 'NotSignedIn' || error.code === 'CredentialsExpired';
    const title = TITLES[error.code] ?? error.name;
    return { ...PLAIN, title, meaning: what.trim(), next: { text: error.check }, signInAgain };
  }
  const { message } = error instanceof Error ? error : new Error(String(error));
  return { ...PLAIN, title: 'That did not work', meaning: message };
}

const PLAIN = { subject: undefined, aboutTopic: false, documents: [], next: undefined, signInAgain: false };

const TITLES: Partial<Record<string, string>> = {
  NotSignedIn: 'There are no credentials',
  AttachRefused: 'The policy was not attached',
  Revoked: 'This access has been taken away',
  CredentialsExpired: 'The credentials were refused',
  ClientIdTaken: 'Another connection took this client ID',
  Throttled: 'AWS asked to slow down',
  Unreachable: 'Nothing answered',
  Closed: 'The connection was closed',
};

/** Cognito's own words, and what they mean. */
function explainNoCredentials({ message }: Error, { sandbox }: RefusalContext): Explanation {
  const meaning = `Cognito said: “${message}”`;
  if (/unauthenticated access/i.test(message)) {
    return {
      ...PLAIN,
      title: 'This identity pool refuses guests',
      meaning: `Without signing in nobody gets AWS credentials, and so nobody reaches AWS IoT. ${meaning}`,
      next: { text: 'Sign in. The setting “guests” of the stack lets guests in.' },
    };
  }
  const forgetful = sandbox === undefined ? '' : ' A sandbox that was started anew knows no users of before: sign up.';
  return {
    ...PLAIN,
    title: 'There are no credentials',
    meaning,
    next: { text: `Sign out, and sign in again.${forgetful}` },
    signInAgain: true,
  };
}

async function explainNotAuthorized(error: NotAuthorizedError, context: RefusalContext): Promise<Explanation> {
  const { action, topic, resource, reasonCode } = error;
  const { identityId, sandbox } = context;
  const decision = identityId === undefined ? undefined : await sandbox?.lastRefusal(identityId, action);
  const where = sandbox === undefined ? 'aws' : 'sandbox';
  const verb: Readonly<Record<string, string>> = { 'iot:Subscribe': 'subscribe' };
  return {
    ...PLAIN,
    title: topic === undefined ? 'You may not connect' : `You may not ${verb[action] ?? 'publish'} to this topic`,
    subject: topic ?? resource,
    aboutTopic: topic !== undefined,
    meaning:
      reasonCode === undefined
        ? `AWS IoT refused ${action} in the way of MQTT 3.1.1: it closed the connection.`
        : `AWS IoT refused ${action} with the reason code ${reasonCode} of MQTT 5, which is “Not authorized”.`,
    documents: decision?.layers.map(verdictOf) ?? [],
    next:
      error instanceof DeviceNotGrantedError
        ? grantStep(error, context)
        : nextStep(error, decision, { ...context, where }),
  };
}

/** No setting helps: it lets nobody reach a device that was not granted. */
function grantStep({ device }: DeviceNotGrantedError, { sub, sandboxUrl }: RefusalContext): NextStep {
  return {
    text: `Not granted: device \`${device}\`. Whoever runs the stack can grant it to this user:`,
    command: grantCommand({ sub, device, sandboxUrl }),
    afterwards: 'A grant can take minutes to work on AWS.',
  };
}
