import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '../client-defaults.js';

export interface DirectoryClientProps {
  readonly region: string;
  /** Default: as for AWS IoT. Give another to shorten its delays. */
  readonly retryStrategy?: DynamoDBClientConfig['retryStrategy'];
}

/** Make it once per execution environment: it keeps its connection. */
export function createDirectoryClient({ region, retryStrategy }: DirectoryClientProps): DynamoDBClient {
  return new DynamoDBClient({ ...clientDefaults(region), ...(retryStrategy && { retryStrategy }) });
}
