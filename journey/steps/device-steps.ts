import { randomUUID } from 'node:crypto';
import type { MqttClient } from 'mqtt';
import type { CompleteDeviceAccess } from '../../contract/device-access.js';
import { callAttachPolicy } from '../clients/attach-policy-client.js';
import { createOperatorClient } from '../clients/operator-client.js';
import { expectNotDelivered, sendCommands, tellStates } from '../device-messages.js';
import { askShadow } from '../device-shadow.js';
import { crossedTopics, deviceTopics } from '../device-topics.js';
import { expectAttached } from '../expect-attached.js';
import { onceInEffect, toldEffect } from '../in-effect.js';
import { JourneyError, type Refusal } from '../refusal.js';
import { PUBLISHING, refusedEach, SUBSCRIBING } from '../refused-each.js';
import { subOf } from '../sub-of.js';
import type { OperatorGrants } from '../target.js';
import { type JourneyStep, known, Skipped, type Traveller } from '../traveller.js';
import { connectOnceMore } from '../traveller-connections.js';

/** What the setting lets a user do with a device is not for this user, without a grant. */
export const DEVICE_REFUSED_STEP: JourneyStep = {
  name: 'device-refused',
  needs: ['connect'],
  async run(traveller) {
    const device = madeUpDevice();
    traveller.device = device;
    const refused = await refusedAll(traveller, device);
    if (refused.tried.length === 0) return new Skipped('The setting devices lets nobody publish or subscribe.');
    return { device, ...refused };
  },
};

/** A device is granted, used and taken back; the operator speaks for it. */
export const DEVICE_STEPS: readonly JourneyStep[] = [
  DEVICE_REFUSED_STEP,
  {
    name: 'grant',
    needs: ['device-refused'],
    async run(traveller) {
      const { target, user } = traveller;
      const device = known(traveller.device, 'device');
      if (accessOf(traveller).shadow.length > 0) {
        target.making?.({ kind: 'thing', thingName: device });
        await (await createOperatorClient(target)).createThing(device);
      }
      const { policyName } = await changeGrant(traveller, 'grant');
      const { identityId } = known(user, 'user');
      await expectAttached(target, identityId, policyName);
      await expectNames(traveller, [device]);
      const other = madeUpDevice();
      const { tried } = await refusedAll(traveller, other, crossedTopics(accessOf(traveller), device, other));
      return { device, policyName, stillRefused: tried };
    },
  },
  {
    name: 'device-command',
    needs: ['grant'],
    async run(traveller) {
      const name = known(traveller.device, 'device');
      const access = accessOf(traveller);
      const device = await (await createOperatorClient(traveller.target)).connect();
      traveller.open.push(device);
      const { commands, filters, states } = deviceTopics(access, name);
      const { target } = traveller;
      const effect = await onceInEffect(target, known(traveller.grantChangedAt, 'time of the grant'), async () => {
        const user = await connectOnceMore(traveller);
        traveller.deviceConnections = { user, device };
        await sendCommands(user, device, commands);
        await tellStates(device, user, states, filters);
        return askShadow(user, device, name, access.shadow);
      });
      return {
        device: name,
        commands,
        states,
        shadow: effect.result,
        ...toldEffect(target, 'grantWorksAfterMs', effect),
      };
    },
  },
  {
    name: 'ungrant',
    needs: ['grant'],
    async run(traveller) {
      const device = known(traveller.device, 'device');
      const { policyName } = await changeGrant(traveller, 'revoke');
      await expectNames(traveller, []);
      if (accessOf(traveller).shadow.length > 0)
        await (await createOperatorClient(traveller.target)).deleteThing(device);
      return { device, policyName };
    },
  },
  {
    name: 'device-refused-again',
    needs: ['device-command', 'ungrant'],
    async run(traveller) {
      const name = known(traveller.device, 'device');
      const { user, device } = known(traveller.deviceConnections, 'connections of user and device');
      const [state] = deviceTopics(accessOf(traveller), name).states;
      const { target } = traveller;
      const since = known(traveller.grantChangedAt, 'time of the grant');
      const notDelivered =
        state === undefined
          ? undefined
          : (await onceInEffect(target, since, () => expectNotDelivered(target, device, user, state))).result;
      // The first refusal may close the connection that was open all the time.
      let open: MqttClient | undefined = user;
      const effect = await onceInEffect(target, since, () => {
        const first = open;
        open = undefined;
        return refusedAll(traveller, name, undefined, first);
      });
      return {
        device: name,
        ...effect.result,
        ...(notDelivered && { notDelivered }),
        ...toldEffect(target, 'takenBackAfterMs', effect),
      };
    },
  },
];

function madeUpDevice(): string {
  return `lamp-${randomUUID().slice(0, 8)}`;
}

function accessOf({ target }: Traveller): CompleteDeviceAccess {
  return known(target.intent.devices, 'access of devices');
}

/** Everything that the access says of a device is refused. */
async function refusedAll(
  traveller: Traveller,
  device: string,
  more: { readonly commands: readonly string[]; readonly filters: readonly string[] } = { commands: [], filters: [] },
  open?: MqttClient,
): Promise<Partial<Refusal> & { readonly tried: readonly string[] }> {
  let first = open;
  const connect = async () => {
    const client = first ?? (await connectOnceMore(traveller));
    first = undefined;
    return client;
  };
  const { commands, filters, shadowRequests, shadowFilters } = deviceTopics(accessOf(traveller), device);
  const topics = [...commands, ...shadowRequests, ...more.commands];
  const published = await refusedEach(traveller, PUBLISHING, topics, connect);
  const subscribed = await refusedEach(
    traveller,
    SUBSCRIBING,
    [...filters, ...shadowFilters, ...more.filters],
    connect,
  );
  return { ...subscribed, ...published, tried: [...published.tried, ...subscribed.tried] };
}

async function changeGrant(traveller: Traveller, change: keyof OperatorGrants) {
  const { target, user, idToken } = traveller;
  const device = known(traveller.device, 'device');
  const grants = await known(target.deviceGrants, 'way to grant devices')();
  const grant = { user: subOf(known(idToken, 'ID token')), device };
  if (change === 'grant') target.making?.({ kind: 'grant', ...grant });
  const done = await grants[change](grant);
  traveller.grantChangedAt = performance.now();
  const { identityId } = known(user, 'user');
  if (!done.changed) throw new JourneyError('NotChanged', `To ${change} ${device} changed nothing.`);
  if (!done.identityIds.includes(identityId))
    throw new JourneyError('UnknownIdentity', `To ${change} ${device} did not reach the identity ${identityId}.`);
  return done;
}

/** The answer of `/attach-policy` names the devices. */
async function expectNames({ target, user }: Traveller, names: readonly string[]): Promise<void> {
  const { credentials } = known(user, 'user');
  const { connection } = await callAttachPolicy(target, { method: 'GET', credentials });
  const told = connection.devices.names;
  if (told.join() === names.join()) return;
  throw new JourneyError('WrongDevices', `GET names the devices [${told.join(', ')}], not [${names.join(', ')}].`);
}
