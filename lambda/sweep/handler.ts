import { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { sweepVariable } from '../../contract/sweep-configuration.js';
import { REAL_TIME } from '../../operations/time.js';
import { createScheduledSweep } from './scheduled-sweep.js';

// Slows down by itself when AWS throttles: sign-ins use the same quotas.
const config = { retryMode: 'adaptive', maxAttempts: 8 };

/** Called by the schedule. */
export const handler = createScheduledSweep({
  configuration: JSON.parse(process.env[sweepVariable] ?? '{}'),
  cognito: new CognitoIdentityProviderClient(config),
  identities: new CognitoIdentityClient(config),
  dynamodb: new DynamoDBClient(config),
  iot: new IoTClient(config),
  time: REAL_TIME,
  console,
});
