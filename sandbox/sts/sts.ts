import type { AwsQueryApi } from '../service/api.js';
import { refuseQueryFields } from '../service/query-fields.js';
import type { RunningService, Service } from '../service/service.js';
import { getCallerIdentity } from './get-caller-identity.js';

/** The Security Token Service: who is who, and a role for whoever has a token of an identity pool. */
export const sts: Service = { resourceTypes: {}, emptyState: {}, create: createSts };

function createSts(): RunningService {
  const api: AwsQueryApi = {
    protocol: 'aws-query',
    signingName: 'sts',
    // Of the Region's own endpoint, or of the global one, which signs for this Region:
    // https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
    signingRegions: (region) => [region, 'us-east-1'],
    version: '2011-06-15',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    cors: true,
    operations: [getCallerIdentity()],
    refuseFields: refuseQueryFields,
  };
  return { apis: [api] };
}
