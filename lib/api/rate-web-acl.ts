import { Names } from 'aws-cdk-lib';
import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Problem } from '../settings-error.js';

export interface RateWebAclProps {
  readonly api: RestApi;
  /** Requests of one IP address in five minutes. */
  readonly limit: number;
  /** What the answer to a blocked request has besides, so that a page can read it. */
  readonly responseHeaders: Record<string, string>;
}

/** What AWS WAF takes. https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
export const rateLimits = { least: 10, most: 2_000_000_000 };

export function webAclProblems(limit: number | undefined): Problem[] {
  const { least, most } = rateLimits;
  if (limit === undefined || (Number.isInteger(limit) && limit >= least && limit <= most)) return [];
  const what = `given ${limit}; allowed: a whole number from ${least} to ${most}`;
  return [{ where: 'webAclRateLimit', what }];
}

/** Keeps one IP address from using up what all share. It is blocked until it has sent less for a while. */
export class RateWebAcl extends Construct {
  constructor(scope: Construct, id: string, { api, limit, responseHeaders }: RateWebAclProps) {
    super(scope, id);
    const stage = api.deploymentStage;
    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: [
        {
          name: 'RateOfAddress',
          priority: 0,
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit, evaluationWindowSec: 300 } },
          action: { block: {} },
          visibilityConfig: visibility(this, 'RateOfAddress'),
        },
      ],
      visibilityConfig: visibility(this, 'WebAcl'),
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: stage.stageArn, webAclArn: webAcl.attrArn });
    // Without it the answer is 403, which clients take for a refusal that will not pass.
    api.addGatewayResponse('Filtered', {
      type: ResponseType.WAF_FILTERED,
      statusCode: '429',
      responseHeaders: { ...responseHeaders, 'Retry-After': "'60'" },
    });
  }
}

/** Sampled requests would show operators the session tokens of users, in headers. */
function visibility(scope: Construct, name: string) {
  const metricName = `${Names.uniqueResourceName(scope, { separator: '-', maxLength: 100 })}-${name}`;
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}
