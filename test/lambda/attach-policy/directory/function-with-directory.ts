import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { AttachPolicyCommand, DetachPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { DeleteConnectionCommand } from '@aws-sdk/client-iot-data-plane';
import { mockClient } from 'aws-sdk-client-mock';
import type { DeviceItem } from '../../../../contract/directory-items.js';
import { policyNameOf } from '../../../../devices/policy-name.js';
import { createDirectoryClient } from '../../../../lambda/attach-policy/directory/directory-client.js';
import { readDirectoryConfiguration } from '../../../../lambda/attach-policy/directory/directory-configuration.js';
import { createDirectoryPart } from '../../../../lambda/attach-policy/directory/directory-part.js';
import { functionUnderTest } from '../function-under-test.js';
import { identityId, identityPoolId, sub, userPoolId } from '../signed-request.js';

export const directoryEnvironment = { DIRECTORY_TABLE: 'Directory', USER_POOL_ID: userPoolId };

const places = ['devices/{device}/commands/*'];
export const access = { publish: places, subscribe: places, receive: places, retain: [], shadow: ['get'] };
export const deviceEnvironment = {
  ...directoryEnvironment,
  DEVICE_ACCESS: JSON.stringify(access),
  DEVICE_POLICY_PREFIX: 'Stack-',
};

export const ownPolicy = (slot: number) => policyNameOf('Stack-', { userPoolId, sub }, slot);
export const identityItem = { pk: { S: `user#${userPoolId}#${sub}` }, sk: { S: `identity#${identityId}` } };

export const deviceItem = (
  name: string,
  slot: number,
  state: DeviceItem['state'] = 'granted',
): Record<string, AttributeValue> => ({
  pk: identityItem.pk,
  sk: { S: `device#${name}` },
  slot: { N: String(slot) },
  state: { S: state },
});

/** The function with a directory; `steps` has what it did, in order. */
export function functionWithDirectory({
  environment = directoryEnvironment as Readonly<Record<string, string>>,
  devices = [] as Record<string, AttributeValue>[],
} = {}) {
  const client = createDirectoryClient({ region: 'eu-west-1' });
  const dynamo = mockClient(client as DynamoDBClient);
  const configuration = readDirectoryConfiguration(environment);
  const lambda = functionUnderTest({}, (console) =>
    createDirectoryPart({ configuration, identityPoolId, client, console, now: Date.now }),
  );
  const { iot, iotData } = lambda;
  const steps: string[] = [];
  const step = (text: string) => void steps.push(text);
  dynamo.on(UpdateItemCommand).callsFake(({ UpdateExpression }: UpdateItemCommandInput) => {
    step(UpdateExpression?.includes('lastPost') ? 'record' : UpdateExpression?.startsWith('SET') ? 'mark' : 'unmark');
    return {};
  });
  dynamo.on(QueryCommand).callsFake(() => {
    step('query');
    return { Items: devices };
  });
  iot.on(AttachPolicyCommand).callsFake(({ policyName }) => step(`attach ${policyName}`));
  iot.on(DetachPolicyCommand).callsFake(({ policyName }) => step(`detach ${policyName}`));
  iot.on(ListAttachedPoliciesCommand).callsFake(() => {
    step('list');
    return { policies: [{ policyName: 'MyPolicy' }] };
  });
  iotData.on(DeleteConnectionCommand).callsFake(() => step('disconnect'));
  return { ...lambda, dynamo, client, steps };
}
