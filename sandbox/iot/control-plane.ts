import { z } from 'zod';
import { AwsError, UnsupportedError } from '../errors.js';
import type { RequireIam } from '../iam/authorize.js';
import type { Principal } from '../iam/principal.js';
import type { Broker } from './broker.js';
import type { PolicyAttachments } from './policy-attachments.js';
import { testAuthorization, testBody } from './test-authorization.js';

/** One call, its path and query decoded. */
export interface ControlPlaneCall {
  readonly caller: Principal;
  readonly sourceIp: string | undefined;
  /** Path parameters, by the names of AWS's API reference. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown;
}

export interface ControlPlaneOperation {
  /** `iot:AttachPolicy`: also the name for quotas, faults and counts. */
  readonly name: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Express path; a parameter may hold encoded colons. */
  readonly path: string;
  /** Signing name: `iot`, or `iotdata` for the data plane. */
  readonly service: 'iot' | 'iotdata';
  /** Calls a second for each account, where AWS documents a quota. */
  readonly quota?: number;
  readonly run: (call: ControlPlaneCall) => object;
}

export interface ControlPlaneOptions {
  readonly attachments: PolicyAttachments;
  readonly broker: Pick<Broker, 'disconnect'>;
  readonly requireIam: RequireIam;
  readonly region: string;
  readonly accountId: string;
  /** Host that `DescribeEndpoint` names: the sandbox's own. */
  readonly endpoint: () => string;
}

const targetBody = z.object({ target: z.string().min(1) });
/**
 * The operations of the IoT control plane that the sandbox emulates; quotas per second are AWS's defaults.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_Operations.html
 * @see https://docs.aws.amazon.com/general/latest/gr/iot-core.html
 */
export function controlPlaneOperations(options: ControlPlaneOptions): ControlPlaneOperation[] {
  const { attachments, broker, requireIam, region, accountId, endpoint } = options;
  const arn = (resource: string) => `arn:aws:iot:${region}:${accountId}:${resource}`;
  const permit = ({ caller, sourceIp }: ControlPlaneCall, action: string, resource: string) =>
    requireIam(caller, { action, resource, ...(sourceIp === undefined ? {} : { sourceIp }) });
  const summary = ({ policyName, policyArn }: { policyName: string; policyArn: string }) => ({ policyName, policyArn });

  return [
    {
      name: 'iot:AttachPolicy',
      method: 'PUT',
      path: '/target-policies/:policyName',
      service: 'iot',
      quota: 15,
      run(call) {
        const { target } = parse(targetBody, call.body);
        // What IAM evaluates for a Cognito target is the bare identity ID, which only `*` covers.
        permit(call, 'iot:AttachPolicy', target);
        attachments.attach(parameter(call, 'policyName'), target);
        return {};
      },
    },
    {
      name: 'iot:DetachPolicy',
      method: 'POST',
      path: '/target-policies/:policyName',
      service: 'iot',
      quota: 15,
      run(call) {
        const { target } = parse(targetBody, call.body);
        permit(call, 'iot:DetachPolicy', target);
        attachments.detach(parameter(call, 'policyName'), target);
        return {};
      },
    },
    {
      name: 'iot:ListAttachedPolicies',
      method: 'POST',
      path: '/attached-policies/:target',
      service: 'iot',
      quota: 15,
      run(call) {
        const target = parameter(call, 'target');
        permit(call, 'iot:ListAttachedPolicies', target);
        const { page, next } = paginate(attachments.attached(target).map(summary), call.query);
        return { policies: page, ...next };
      },
    },
    {
      name: 'iot:ListTargetsForPolicy',
      method: 'POST',
      path: '/policy-targets/:policyName',
      service: 'iot',
      quota: 10,
      run(call) {
        const policyName = parameter(call, 'policyName');
        permit(call, 'iot:ListTargetsForPolicy', arn(`policy/${policyName}`));
        attachments.policy(policyName);
        // Seen on AWS: a Cognito identity comes back with the account in front, unlike how it was attached.
        const targets = attachments.targets(policyName).map((target) => `${accountId}:${target}`);
        const { page, next } = paginate(targets, call.query);
        return { targets: page, ...next };
      },
    },
    {
      name: 'iot:GetPolicy',
      method: 'GET',
      path: '/policies/:policyName',
      service: 'iot',
      quota: 10,
      run(call) {
        const policyName = parameter(call, 'policyName');
        permit(call, 'iot:GetPolicy', arn(`policy/${policyName}`));
        const policy = attachments.policy(policyName);
        return { ...summary(policy), policyDocument: JSON.stringify(policy.document), defaultVersionId: '1' };
      },
    },
    {
      name: 'iot:GetEffectivePolicies',
      method: 'POST',
      path: '/effective-policies',
      service: 'iot',
      quota: 5,
      run(call) {
        const { principal } = parse(z.object({ principal: z.string().min(1) }), call.body);
        permit(call, 'iot:GetEffectivePolicies', principal);
        const policies = attachments.attached(principal);
        const effectivePolicies = policies.map((policy) => ({
          ...summary(policy),
          policyDocument: JSON.stringify(policy.document),
        }));
        return { effectivePolicies };
      },
    },
    {
      name: 'iot:DescribeEndpoint',
      method: 'GET',
      path: '/endpoint',
      service: 'iot',
      run(call) {
        permit(call, 'iot:DescribeEndpoint', '*');
        const endpointType = call.query.get('endpointType');
        if (endpointType !== 'iot:Data-ATS') {
          throw new AwsError(
            'InvalidRequestException',
            `The sandbox has no endpoint of type ${endpointType}; ask for iot:Data-ATS`,
          );
        }
        return { endpointAddress: endpoint() };
      },
    },
    {
      name: 'iot:TestAuthorization',
      method: 'POST',
      path: '/test-authorization',
      service: 'iot',
      quota: 10,
      run(call) {
        const { principal = '', authInfos, policyNamesToAdd, policyNamesToSkip } = parse(testBody, call.body);
        if (policyNamesToAdd?.length || policyNamesToSkip?.length) {
          throw new UnsupportedError('policyNamesToAdd and policyNamesToSkip of iot:TestAuthorization');
        }
        permit(call, 'iot:TestAuthorization', principal);
        return {
          authResults: authInfos.map((authInfo) => testAuthorization(attachments, principal, authInfo, call.query)),
        };
      },
    },
    {
      name: 'iot:DeleteConnection',
      method: 'DELETE',
      path: '/connections/:clientId',
      service: 'iotdata',
      run(call) {
        const clientId = parameter(call, 'clientId');
        const asked = ['cleanSession', 'preventWillMessage'].find((name) => call.query.get(name) === 'true');
        if (asked !== undefined) throw new UnsupportedError(`${asked} of iot:DeleteConnection`);
        permit(call, 'iot:DeleteConnection', arn(`client/${clientId}`));
        if (!broker.disconnect(clientId)) {
          throw new AwsError('ResourceNotFoundException', `No connection found for client ID ${clientId}`, 404);
        }
        return {};
      },
    },
  ];
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AwsError('InvalidRequestException', z.prettifyError(parsed.error), 400);
}

function parameter({ path }: ControlPlaneCall, name: string): string {
  const value = path[name];
  if (value) return value;
  throw new AwsError('InvalidRequestException', `${name} is missing`, 400);
}

/** `marker` is the place to go on from; pages have 1 to 250 entries. */
function paginate<T>(items: readonly T[], query: URLSearchParams): { page: T[]; next: { nextMarker?: string } } {
  const size = Number(query.get('pageSize') ?? 250);
  const start = Number(query.get('marker') ?? 0);
  if (!Number.isInteger(size) || size < 1 || size > 250) {
    throw new AwsError('InvalidRequestException', 'pageSize must be between 1 and 250', 400);
  }
  if (!Number.isInteger(start) || start < 0) throw new AwsError('InvalidRequestException', 'marker is not known', 400);
  const page = items.slice(start, start + size);
  const end = start + page.length;
  return { page, next: end < items.length ? { nextMarker: String(end) } : {} };
}
