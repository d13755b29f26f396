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
import { clientOptions } from './client-options.js';
import { connectMqtt } from './mqtt-client.js';

/** What an operator of the account does for the made-up users. */
export async function createOperatorClient(target: JourneyTarget) {
  const { outputs } = target;
  const credentials = await target.operator();
  const options = { ...clientOptions(target), credentials };
  const client = new CognitoIdentityProviderClient(options);
  const UserPoolId = known(outputs.UserPoolId, 'output UserPoolId');
  return {
    /** Makes a user who can sign in at once; nobody is mailed. */
    async createUser(userName: string, password: string): Promise<void> {
      const email = userName.includes('@') ? userName : `${userName}@example.com`;
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ];
      const user = { UserPoolId, Username: userName };
      await client.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }));
      await client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    },
    async addToGroup(userName: string, group: string): Promise<void> {
      await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: userName, GroupName: group }));
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
