import { AwsError } from './base/errors.js';
import type { LaidGround } from './ground.js';
import type { Principal } from './iam/principal.js';
import { serveIdentityActions } from './introspection/actions/identity-actions.js';
import { serveLoginTokens } from './introspection/actions/login-tokens.js';
import { serveMqttActions } from './introspection/actions/mqtt-actions.js';
import { createTestClients, type TestClients } from './introspection/actions/test-clients.js';
import { serveUserActions } from './introspection/actions/user-actions.js';
import { serveWhatIf } from './introspection/actions/what-if.js';
import type { Change } from './introspection/life-cycle-routes.js';
import { operatorCalls } from './operator-calls.js';
import { peersOf } from './peers-of.js';
import type { ConsolePeers, DataPlaneQuestion } from './service/console-peers.js';
import type { RunningService } from './service/service.js';
import type { Views } from './service/views.js';
import { partitionOf } from './template/partition.js';

export interface ConsoleActionsOptions {
  readonly ground: LaidGround;
  readonly running: readonly RunningService[];
  readonly views: Views;
}

/** What an operator does from the console. */
export function createConsoleActions({ ground, running, views }: ConsoleActionsOptions) {
  const { clock, changes, resources, roles, supposed, operatorCaller } = ground;
  const { region, accountId } = resources.environment;
  const apis = running.flatMap((service) => service.apis ?? []);
  const operate = operatorCalls(apis, operatorCaller);
  const { webIdentityOf, openTestConnection, wouldBroker, policiesInEffect } = consolePeersOf(running);
  const testClients: TestClients = createTestClients({
    open: openTestConnection,
    decisions: views.decisions,
    now: clock.now,
    told: () => changes.tell('testClients'),
    async signIn(who) {
      const request = await webIdentityOf(who, { isReal: true });
      const { principal, accessKeyId, expiration } = roles.assumeRoleWithWebIdentity(request);
      return { caller: { principal, accessKeyId, expiration }, identityId: request.identity.identityId };
    },
  });
  const asIotData = apis.flatMap(({ operations }) =>
    operations.flatMap(({ name, action = name, access }) =>
      typeof access === 'object' && 'iotData' in access ? [action.toLowerCase()] : [],
    ),
  );
  const ofPackets = ['iot:connect', 'iot:publish', 'iot:retainpublish', 'iot:subscribe', 'iot:receive'];
  const dataPlane = new Set([...asIotData, ...ofPackets]);
  const whatIf = {
    views,
    wouldBroker,
    policiesInEffect,
    suppose: async (who: Parameters<ConsolePeers['webIdentityOf']>[0]) =>
      supposed.roles.assumeRoleWithWebIdentity(await webIdentityOf(who, { isReal: false })).principal,
    supposeRole: (roleArn: string) => supposed.roles.principal(roleArn, 'what-if'),
    wouldAllow(principal: Principal, { action, resource, sourceIp }: DataPlaneQuestion) {
      const request = { action, resource, ...(sourceIp === undefined ? {} : { sourceIp }) };
      try {
        supposed.requireIam(principal, request);
      } catch (error) {
        // Of a refusal the reasons are in the log; of what cannot be judged, nothing is.
        if (!(error instanceof AwsError) || error.code !== 'AccessDeniedException') throw error;
      }
      const decision = supposed.decisions.entries().at(-1);
      if (decision === undefined) throw new Error(`Nothing was decided of ${action}.`);
      return decision;
    },
    isDataPlane: (action: string) => dataPlane.has(action.toLowerCase()),
    iotArn: (resource: string) => `arn:${partitionOf(region).name}:iot:${region}:${accountId}:${resource}`,
    groups: () => running.flatMap(({ overview }) => overview?.userPools?.() ?? []).flatMap(({ groups }) => groups),
  };
  return {
    testClients: testClients.all,
    serve(change: Change) {
      serveUserActions(change, operate);
      serveIdentityActions(change, operate, views);
      serveLoginTokens(change, peersOf(running).issueLoginToken);
      serveMqttActions(change, testClients);
      serveWhatIf(change, whatIf);
    },
  };
}

/** @throws Error naming what no service can do */
function consolePeersOf(running: readonly RunningService[]): ConsolePeers {
  const given: Partial<ConsolePeers> = Object.assign({}, ...running.map(({ consolePeers }) => consolePeers));
  const { webIdentityOf, openTestConnection, wouldBroker, policiesInEffect } = given;
  if (webIdentityOf === undefined) throw new Error('No service has identity pools.');
  if (openTestConnection === undefined || wouldBroker === undefined || policiesInEffect === undefined) {
    throw new Error('No service has a broker.');
  }
  return { webIdentityOf, openTestConnection, wouldBroker, policiesInEffect };
}
