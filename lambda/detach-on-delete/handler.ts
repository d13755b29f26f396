import { IoTClient } from '@aws-sdk/client-iot';
import { REAL_TIME } from '../../operations/time.js';
import { createHandlers } from './handlers.js';

const iot = new IoTClient({
  // Slows down by itself when AWS throttles: others of the account may be using the same quota.
  retryMode: 'adaptive',
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
});

/** `onEvent` is called once for each request of CloudFormation, `isComplete` until it says that all is done. */
export const { onEvent, isComplete } = createHandlers({
  iot,
  time: REAL_TIME,
  console,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME ?? '',
});
