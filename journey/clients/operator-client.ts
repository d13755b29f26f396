import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateThingCommand, DeleteThingCommand, IoTClient } from '@aws-sdk/client-iot';
import type { MqttClient } from 'mqtt';
import type { JourneyTarget } from '../target.js';
import { known } from '../traveller.js';
import { connectMqtt } from './mqtt-client.js';

/** What an operator of the account does for the made-up users. */
export async function createOperatorClient(target: JourneyTarget) {
  const { endpoint, outputs } = target;
  const credentials = await target.operator();
  const options = { region: outputs.Region ?? '', endpoint, credentials };
  const client = new CognitoIdentityProviderClient(options);
  const UserPoolId = known(outputs.UserPoolId, 'output UserPoolId');
  return {
    /** Makes a user who can sign in at once. */
    async createUser(email: string, password: string): Promise<void> {
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ];
      const user = { UserPoolId, Username: email };
      await client.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }));
      await client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    },
    async addToGroup(email: string, group: string): Promise<void> {
      await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: email, GroupName: group }));
    },
    /** Only a thing has a shadow. */
    async createThing(thingName: string): Promise<void> {
      await new IoTClient(options).send(new CreateThingCommand({ thingName }));
    },
    async deleteThing(thingName: string): Promise<void> {
      await new IoTClient(options).send(new DeleteThingCommand({ thingName }));
    },
    connect: (): Promise<MqttClient> => connectMqtt(target, credentials, `operator-${randomUUID().slice(0, 8)}`),
  };
}
