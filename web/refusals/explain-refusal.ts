import { IotAccessError, NotAuthorizedError, NotSignedInError } from '../../client/index.js';
import type { Decision, DecisionLayer, SandboxViews } from '../sandbox/sandbox-views.js';

/** A refusal in plain words. */
export interface ExplainedRefusal {
  readonly id: number;
  readonly title: string;
  /** The topic, topic filter or client ID that it is about. */
  readonly subject: string | undefined;
  /** Whether one topic was refused, and nothing else is wrong. */
  readonly aboutTopic: boolean;
  readonly meaning: string;
  /** What to look at next. */
  readonly check: string;
  /** Who had a say, and what they said; empty where nobody tells. */
  readonly documents: readonly { readonly name: string; readonly allowed: boolean; readonly verdict: string }[];
  /** The statement that would have to be in each document that refused. */
  readonly missing: string | undefined;
}

export interface RefusalContext {
  readonly identityId: string | undefined;
  /** Only the sandbox tells which document refused. */
  readonly sandbox: SandboxViews | undefined;
}

type Explanation = Omit<ExplainedRefusal, 'id'>;

/** Turns an error of the client into what a person needs to know. */
export async function explainRefusal(error: unknown, context: RefusalContext): Promise<Explanation> {
  if (error instanceof NotAuthorizedError) return explainNotAuthorized(error, context);
  if (error instanceof NotSignedInError && error.cause instanceof Error) return explainNoCredentials(error.cause);
  if (error instanceof IotAccessError) {
    const [what = error.message] = error.message.split(error.check);
    return { title: titles[error.code] ?? error.name, meaning: what.trim(), check: error.check, ...untold };
  }
  const { message } = error instanceof Error ? error : new Error(String(error));
  return { title: 'That did not work', meaning: message, check: '', ...untold };
}

const untold = { subject: undefined, aboutTopic: false, documents: [], missing: undefined };

const titles: Partial<Record<string, string>> = {
  NotSignedIn: 'There are no credentials',
  AttachRefused: 'The policy was not attached',
  CredentialsExpired: 'The credentials were refused',
  ClientIdTaken: 'Another connection took this client ID',
  Throttled: 'AWS asked to slow down',
  Unreachable: 'Nothing answered',
  Closed: 'The connection was closed',
};

/** The identity pool's own words, and what they mean. */
function explainNoCredentials({ message }: Error): Explanation {
  const guest = /unauthenticated access/i.test(message);
  return {
    title: guest ? 'This identity pool refuses guests' : 'There are no credentials',
    meaning: `${guest ? 'Without signing in nobody gets AWS credentials, and so nobody reaches AWS IoT. ' : ''}Cognito said: “${message}”`,
    check: guest ? 'Sign in. Whether guests are let in is a setting of the stack.' : 'Sign in again.',
    ...untold,
  };
}

async function explainNotAuthorized(error: NotAuthorizedError, context: RefusalContext): Promise<Explanation> {
  const { action, topic, resource } = error;
  const { identityId, sandbox } = context;
  const decision = identityId === undefined ? undefined : await sandbox?.lastRefusal(identityId, action);
  const verb = { 'iot:Connect': 'connect', 'iot:Publish': 'publish', 'iot:Subscribe': 'subscribe' }[action];
  return {
    title: topic === undefined ? 'You may not connect' : `You may not ${verb} to this topic`,
    subject: topic ?? resource,
    aboutTopic: topic !== undefined,
    meaning:
      `${ownerOf(topic, identityId)}AWS IoT refused ${action} in its way: it closed the connection. ${topic === undefined ? '' : 'The page opens it again.'}`.trim(),
    check:
      decision === undefined ? error.check : 'If this should be allowed, say so in the setting "access" and deploy.',
    documents: decision?.layers.map(verdictOf) ?? [],
    missing: decision === undefined ? undefined : missingStatement(decision),
  };
}

/** The usual reason: every user has a place of their own. */
function ownerOf(topic: string | undefined, identityId: string | undefined): string {
  const [, owner] = /^users\/([\w-]+:[0-9a-f-]+)(\/|$)/.exec(topic ?? '') ?? [];
  if (owner === undefined || owner === identityId) return '';
  return `This topic belongs to another identity, ${owner}. `;
}

function verdictOf({ layer, effect, document, statement }: DecisionLayer) {
  const name = document ?? layer;
  if (effect === 'Allow') return { name, allowed: true, verdict: `allows it, in statement ${statement}` };
  if (effect === 'ExplicitDeny') return { name, allowed: false, verdict: `denies it, in statement ${statement}` };
  return { name, allowed: false, verdict: 'has no statement that allows it' };
}

function missingStatement({ action, resource, layers }: Decision): string | undefined {
  // A Deny is not overcome by another statement.
  if (layers.some(({ effect }) => effect === 'ExplicitDeny')) return undefined;
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource }, undefined, 2);
}
