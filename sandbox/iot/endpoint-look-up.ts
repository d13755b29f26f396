import { UnsupportedError } from '../base/errors.js';
import type { RequireIam } from '../iam/authorize.js';
import type { Principal } from '../iam/principal.js';

/** What a `Custom::AWS` resource asks the AWS SDK for when the stack is created. */
interface SdkCall {
  readonly service?: string;
  readonly action?: string;
  readonly parameters?: { readonly endpointType?: string };
}

export interface EndpointLookUpOptions {
  readonly logicalId: string;
  /** The `Create` property: JSON text. */
  readonly create: unknown;
  /** Attribute of the answer that the template reads. */
  readonly attribute: string;
  /** The role of the function that makes the call. */
  readonly principal: Principal;
  readonly requireIam: RequireIam;
  readonly endpoint: string;
}

/** @param create the `Create` property, worked out or as the template writes it */
export function isEndpointLookUp(create: unknown): boolean {
  return /"describeEndpoint\b/i.test(JSON.stringify(create ?? '').replaceAll('\\', ''));
}

/**
 * Answers the one call that the template's custom resource makes, `iot:DescribeEndpoint`, if its role may make it.
 *
 * @throws UnsupportedError for any other call, AwsError `AccessDeniedException` if the role lacks the permission
 */
export function lookUpEndpoint(options: EndpointLookUpOptions): string {
  const { logicalId, create, attribute, principal, requireIam, endpoint } = options;
  const call = JSON.parse(String(create ?? '{}')) as SdkCall;
  const service = (call.service ?? '').toLowerCase().replace('@aws-sdk/client-', '');
  const known = service === 'iot' && call.action?.toLowerCase() === 'describeendpoint';
  if (!known || attribute !== 'endpointAddress') {
    throw new UnsupportedError(
      `custom resource ${logicalId}, which calls ${call.service}:${call.action} for ${attribute}`,
    );
  }
  // AWS answers: with an endpoint whose certificate no browser trusts, so that what works here would not work there.
  const type = call.parameters?.endpointType ?? 'iot:Data';
  if (type !== 'iot:Data-ATS') {
    throw new UnsupportedError(
      `the endpoint of type ${type} that custom resource ${logicalId} asks for (iot:Data-ATS)`,
    );
  }
  requireIam(principal, { action: 'iot:DescribeEndpoint', resource: '*' });
  return endpoint;
}
