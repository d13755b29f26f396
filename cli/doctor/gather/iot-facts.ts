import { DescribeEndpointCommand, paginateListAttachedPolicies } from '@aws-sdk/client-iot';
import { GetConnectionCommand, paginateListSubscriptions } from '@aws-sdk/client-iot-data-plane';
import { type Answer, after, ask, orNone } from '../answer.js';
import type { Identity, LiveConnection } from '../facts.js';
import type { Clients } from './clients.js';

/** The host that browsers connect to, as AWS IoT names it for this account and Region. */
export function dataEndpoint({ iot }: Clients): Promise<Answer<string>> {
  return ask('iot:DescribeEndpoint', async () => {
    const { endpointAddress = '' } = await iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }));
    return endpointAddress;
  });
}

/** Names of the IoT policies on the identity. */
export function attachedPolicies({ identityId }: Identity, { iot }: Clients): Promise<Answer<readonly string[]>> {
  return ask('iot:ListAttachedPolicies', async () => {
    const names: string[] = [];
    for await (const { policies = [] } of paginateListAttachedPolicies({ client: iot }, { target: identityId })) {
      names.push(...policies.map(({ policyName = '' }) => policyName));
    }
    return names;
  });
}

/** Known and undefined: nobody is known by this client ID. */
export async function liveConnection(
  clientId: string,
  { iotData }: Clients,
): Promise<Answer<LiveConnection | undefined>> {
  const connection = await ask('iot:GetConnection', () =>
    orNone(iotData.send(new GetConnectionCommand({ clientId })), 'ResourceNotFoundException'),
  );
  return after(connection, async (found) => {
    if (found === undefined) return { known: undefined };
    const filters = await ask('iot:ListSubscriptions', () => filtersOf(clientId, { iotData }));
    const { connected = false, disconnectReason } = found;
    return {
      known: { clientId, connected, reason: disconnectReason, filters: 'known' in filters ? filters.known : [] },
    };
  });
}

async function filtersOf(clientId: string, { iotData }: Pick<Clients, 'iotData'>): Promise<string[]> {
  const filters: string[] = [];
  for await (const { subscriptions = [] } of paginateListSubscriptions({ client: iotData }, { clientId })) {
    filters.push(...subscriptions.map(({ topicFilter = '' }) => topicFilter));
  }
  return filters;
}
