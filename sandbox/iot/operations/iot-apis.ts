import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { RefuseFields, RestJsonApi } from '../../service/api.js';
import { partitionOf } from '../../template/partition.js';
import { logPublish } from '../logging/log-publish.js';
import { attachmentOperations } from './attachment-operations.js';
import { connectionOperations } from './connection-operations.js';
import { describeEndpoint } from './describe-endpoint.js';
import type { IotArn, IotParts } from './iot-parts.js';
import { loggingOperations } from './logging-operations.js';
import { policyOperations } from './policy-operations.js';
import { policyTagOperations } from './policy-tag-operations.js';
import { policyVersionOperations } from './policy-version-operations.js';
import { principalPolicyOperations } from './principal-policy-operations.js';
import { publishOperation } from './publish-operation.js';
import { retainedMessageOperations } from './retained-message-operations.js';
import { shadowOperations } from './shadow-operations.js';
import { thingOperations } from './thing-operations.js';
import { thingPrincipalOperations } from './thing-principal-operations.js';

/**
 * The HTTP operations of AWS IoT that the sandbox emulates; quotas per second are AWS's defaults.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_Operations.html
 * @see https://docs.aws.amazon.com/general/latest/gr/iot-core.html
 */
export function iotApis(parts: IotParts): RestJsonApi[] {
  const arn: IotArn = (resource) =>
    `arn:${partitionOf(parts.region).name}:iot:${parts.region}:${parts.accountId}:${resource}`;
  return [
    {
      protocol: 'rest-json',
      signingName: 'iot',
      pages: { headers: PAGE_HEADERS },
      refuseFields,
      operations: [
        ...policyOperations(parts, arn),
        ...policyVersionOperations(parts, arn),
        ...policyTagOperations(parts, arn),
        ...attachmentOperations(parts, arn),
        ...principalPolicyOperations(parts, arn),
        ...thingOperations(parts, arn),
        ...thingPrincipalOperations(parts, arn),
        ...loggingOperations(parts),
        describeEndpoint(parts),
      ],
    },
    {
      protocol: 'rest-json',
      signingName: 'iotdata',
      pages: { headers: PAGE_HEADERS },
      refuseFields,
      operations: [
        publishOperation(parts, arn),
        ...retainedMessageOperations(parts, arn),
        ...connectionOperations(parts, arn),
        ...shadowOperations(parts, arn),
      ],
      requireIotData(principal, { action, resource, sourceIp }) {
        // There is no client ID over HTTPS, and so no thing that a policy variable could name.
        const { allowed } = parts.authorize(principal, { action, resource, clientId: undefined, sourceIp });
        logPublish(parts.log, { principal, action, resource, sourceIp, allowed });
        if (!allowed) throw new AwsError('ForbiddenException', 'Forbidden', 403);
      },
    },
  ];
}

/**
 * What a page may send, as AWS IoT's preflight has been seen to say, with what AWS said later that it lets in: whatever
 * comes in another header (`x-amzn-principal`, `x-amzn-iot-policy`), a browser cannot ask for. There are reports of
 * answers without any such header, too.
 *
 * @see https://github.com/aws/aws-sdk-js/issues/2258
 * @see https://github.com/aws/aws-sdk-js-v3/issues/1376
 */
const PAGE_HEADERS = [
  'Authorization',
  'Content-Type',
  'X-Amz-Date',
  'X-Amz-Security-Token',
  'X-Amz-Content-Sha256',
  'X-Amz-User-Agent',
  'x-amzn-iot-principal',
  'amz-sdk-invocation-id',
  'amz-sdk-request',
];

const refuseFields: RefuseFields = (_operation, issues) =>
  new AwsError('InvalidRequestException', z.prettifyError({ issues: [...issues] } as z.ZodError), 400);
