import type { Deployment } from '../../deployment/deployment.js';
import { serviceTime } from '../../deployment/service-time.js';
import { type Answer, after } from '../answer.js';
import type { Asked } from '../asked.js';
import type { Facts, Identity, User } from '../facts.js';
import { apiAnswer, gatewayAnswer } from './ask-hosts.js';
import { attachFunctionFacts } from './attach-function-facts.js';
import { type Clients, createClients } from './clients.js';
import { decisionsByIotPolicies } from './decisions-by-iot-policies.js';
import { decisionsByRole } from './decisions-by-role.js';
import { attachedPolicies, dataEndpoint, liveConnection } from './iot-facts.js';
import { poolFacts, roleFacts } from './pool-and-role.js';
import { stageFacts } from './stage-facts.js';
import { identityFacts, revocationFacts, whoIsMeant } from './who.js';

/** Asks AWS for all that the checks judge; what does not rest on each other at once. */
export async function gatherFacts(asked: Asked, deployment: Deployment): Promise<Facts> {
  const clients = createClients(deployment);
  try {
    return await gathered(asked, deployment, clients);
  } finally {
    clients.destroy();
  }
}

async function gathered(asked: Asked, deployment: Deployment, clients: Clients): Promise<Facts> {
  const { outputs } = deployment;
  const now = await serviceTime(deployment);
  const [endpoint, gateway, api, stage, attachFunction, pool, who] = await Promise.all([
    dataEndpoint(clients),
    gatewayAnswer(outputs),
    apiAnswer(outputs, asked),
    stageFacts(outputs, clients),
    attachFunctionFacts(deployment, clients, now),
    poolFacts(outputs, clients),
    whoIsMeant(asked, outputs, clients),
  ]);
  const { user } = who;
  const [identity, revocation] = await Promise.all([
    identityFacts(who, clients),
    revocationFacts(who, outputs, clients),
  ]);
  const common = {
    asked,
    outputs,
    isSandbox: deployment.sandbox !== undefined,
    now,
    endpoint,
    gateway,
    api,
    stage,
    attachFunction,
    pool,
    user,
    identity,
    revocation,
  };
  const some = present(identity);
  if (some === undefined) return { ...common, ...NOTHING_OF_AN_IDENTITY };
  const isGuest = 'known' in some && some.known.logins.length === 0;
  const role = await after(pool, (known) => roleFacts(known, { user: present(user), isGuest }, clients));
  const of = <R>(next: (one: Identity) => Promise<Answer<R>>) => after(some, next);
  const [attached, byRole, byIotPolicies, connection] = await Promise.all([
    of((one) => attachedPolicies(one, clients)),
    of((one) => after(role, (known) => decisionsByRole({ role: known, identity: one, asked, outputs }, clients))),
    of((one) =>
      after(role, (known) => decisionsByIotPolicies({ role: known, identity: one, asked, outputs }, clients)),
    ),
    of((one) => liveConnection(asked.clientId ?? one.identityId, clients)),
  ]);
  return { ...common, role, attached, byRole, byIotPolicies, connection };
}

const NOTHING_OF_AN_IDENTITY = {
  role: undefined,
  attached: undefined,
  byRole: undefined,
  byIotPolicies: undefined,
  connection: undefined,
};

/** Undefined where there is none, or none was asked for. */
function present<T extends User | Identity>(answer: Answer<T | undefined> | undefined): Answer<T> | undefined {
  if (answer === undefined || 'unknown' in answer) return answer;
  return answer.known === undefined ? undefined : { known: answer.known };
}
