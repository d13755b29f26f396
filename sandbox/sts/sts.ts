import type { AwsQueryApi } from '../service/api.js';
import type { Peers } from '../service/peers.js';
import { refuseQueryFields } from '../service/query-fields.js';
import type { Ground, RunningService, Service } from '../service/service.js';
import { partitionOf } from '../template/partition.js';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.js';
import { getCallerIdentity } from './get-caller-identity.js';

/** The Security Token Service: who is who, and a role for whoever has a token of an identity pool. */
export const sts: Service = { resourceTypes: {}, emptyState: {}, create: createSts };

function createSts({ roles, resources }: Ground): RunningService {
  let judge: Peers['judgeWebIdentity'] = () => Promise.reject(new Error('The services are not connected yet.'));
  const oidcProviders = resources.ofType('AWS::IAM::OIDCProvider').map(({ property }) => String(property('Url')));
  const api: AwsQueryApi = {
    protocol: 'aws-query',
    signingName: 'sts',
    // Of the Region's own endpoint, or of the global one, which signs for this Region and only `aws` has:
    // https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
    signingRegions: (region) => (partitionOf(region).name === 'aws' ? [region, 'us-east-1'] : [region]),
    version: '2011-06-15',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    cors: true,
    operations: [
      assumeRoleWithWebIdentity({ roles, judge: (token) => judge(token), oidcProviders }),
      getCallerIdentity(),
    ],
    refuseFields: refuseQueryFields,
  };
  return {
    apis: [api],
    connect({ peers }) {
      judge = peers.judgeWebIdentity;
      return [];
    },
  };
}
