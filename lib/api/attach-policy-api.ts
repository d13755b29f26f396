import { Duration, Names, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  type Method,
  MethodLoggingLevel,
  ResponseType,
  RestApi,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Acknowledgement, acknowledge } from '../acknowledge.js';
import { SettingsError } from '../settings-error.js';
import { accessLogFormat, accessLogProblems, warnOfMissingRole } from './access-log.js';
import { checkAllowedOrigins } from './allowed-origins.js';
import { RateWebAcl, webAclProblems } from './rate-web-acl.js';

export interface AttachPolicyApiProps {
  /** Answers all three methods. */
  readonly handler: IFunction;
  /** Origins of the web pages that may call, exactly as browsers send them: `https://app.example.com`. */
  readonly allowedOrigins: readonly string[];
  /** The stage's variable `proof`: see `AttachPolicyFunction`. @default none */
  readonly apiProof?: string;
  /** Requests to each method each second over a longer time: AWS applies a stage's limits "at the API method level".
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
   * @default 20: a little above the 15 calls a second that AWS IoT grants an account */
  readonly rateLimit?: number;
  /** Requests to each method at once. @default 20 */
  readonly burstLimit?: number;
  /**
   * Whether each request is logged, those that API Gateway refuses by itself among them. It takes a role that the
   * account has for API Gateway's logs: without one AWS refuses the stage, and with it the deployment.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
   * @default false
   */
  readonly apiAccessLog?: boolean;
  /**
   * Whether to set that role. It is one for the whole account and Region, so this takes the place of whatever another
   * stack has set, and with `RemovalPolicy.DESTROY` the logs of all APIs end when this stack is deleted; takes
   * `apiAccessLog`. @default false
   */
  readonly apiGatewayCloudWatchRole?: boolean;
  /** Whether users are named by others than a user pool and the large providers: by a back end of one's own
   * (`developerProvider`), a SAML or an OpenID Connect provider. The access log then leaves out who called, for what they
   * call their users may be e-mail addresses, and API Gateway escapes no quotation marks in it. @default false */
  readonly namedByOthers?: boolean;
  /**
   * Requests of one IP address in five minutes; more are blocked by AWS WAF before anything else, and answered 429. People
   * behind one address share it. A web ACL costs US$ 5 a month, its rule 1, a million requests 0.60
   * (https://aws.amazon.com/waf/pricing/, November 2026). From 10 on. @default no web ACL
   */
  readonly webAclRateLimit?: number;
  /** Whether AWS X-Ray gets a trace of some of the requests. @default false */
  readonly tracing?: boolean;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Applied to the log group and the account's role for logs. @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
}

/** `GET`, `POST` and `DELETE /attach-policy` for callers who sign with their Cognito credentials. */
export class AttachPolicyApi extends Construct {
  /** Full URL, `/attach-policy` included. */
  readonly url: string;
  readonly api: RestApi;
  private readonly methods: readonly Method[];

  /** Throws a SettingsError for an origin that is none, and for a role for logs where there are none. */
  constructor(scope: Construct, id: string, props: AttachPolicyApiProps) {
    super(scope, id);
    checkAllowedOrigins(props.allowedOrigins);
    const problems = [...accessLogProblems(props), ...webAclProblems(props.webAclRateLimit)];
    if (problems.length > 0) throw new SettingsError(problems);
    this.api = this.createApi(props);
    const responseHeaders = errorHeaders(props.allowedOrigins);
    this.api.addGatewayResponse('Default4xx', { type: ResponseType.DEFAULT_4XX, responseHeaders });
    this.api.addGatewayResponse('Default5xx', { type: ResponseType.DEFAULT_5XX, responseHeaders });
    if (props.webAclRateLimit !== undefined) {
      new RateWebAcl(this, 'Rate', { api: this.api, limit: props.webAclRateLimit, responseHeaders });
    }
    const resource = this.api.root.addResource('attach-policy');
    resource.addCorsPreflight({
      allowOrigins: [...props.allowedOrigins],
      allowMethods: ['GET', 'POST', 'DELETE'],
      allowHeaders: signedHeaders,
      maxAge: Duration.hours(1),
    });
    const integration = new LambdaIntegration(props.handler, {
      proxy: true,
      allowTestInvoke: false,
      timeout: Duration.seconds(29),
    });
    this.methods = ['GET', 'POST', 'DELETE'].map((method) =>
      resource.addMethod(method, integration, { authorizationType: AuthorizationType.IAM }),
    );
    this.url = this.api.urlForPath('/attach-policy');
  }

  /** Lets an identity call the three methods of this API and stage. */
  grantInvoke(grantee: IGrantable): void {
    for (const method of this.methods) method.grantExecute(grantee);
  }

  private createApi(props: AttachPolicyApiProps): RestApi {
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    const cloudWatchRole = props.apiGatewayCloudWatchRole ?? false;
    const api = new RestApi(this, 'Api', {
      // AWS takes any number of APIs of one name, but whoever looks at its console has to tell them apart.
      restApiName: `${Names.uniqueResourceName(this, { separator: '-', maxLength: 114 })}-attach-policy`,
      description: 'Attaches the IoT policy to the Cognito identity of the caller',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole,
      ...(cloudWatchRole && { cloudWatchRoleRemovalPolicy: removalPolicy }),
      deployOptions: {
        stageName: 'v1',
        ...(props.apiProof !== undefined && { variables: { proof: props.apiProof } }),
        throttlingRateLimit: props.rateLimit ?? 20,
        throttlingBurstLimit: props.burstLimit ?? 20,
        ...(props.tracing && { tracingEnabled: true }),
        ...(props.apiAccessLog && this.accessLog(props, removalPolicy)),
        // Execution logs go to a log group that API Gateway makes and nobody deletes; the access log names each error.
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
      },
    });
    // Outputs belong to the stack.
    api.node.tryRemoveChild('Endpoint');
    acknowledge(api, ...acknowledged(props));
    return api;
  }

  private accessLog(
    { logRetention = RetentionDays.ONE_MONTH, apiGatewayCloudWatchRole, namedByOthers = false }: AttachPolicyApiProps,
    removalPolicy: RemovalPolicy,
  ): StageOptions {
    if (!apiGatewayCloudWatchRole) warnOfMissingRole(this);
    const logGroup = new LogGroup(this, 'AccessLog', { retention: logRetention, removalPolicy });
    return {
      accessLogDestination: new LogGroupLogDestination(logGroup),
      accessLogFormat: AccessLogFormat.custom(accessLogFormat({ namedByOthers })),
    };
  }
}

/**
 * API Gateway's own refusals (no signature, not allowed, throttled) carry no CORS header unless told to, and a
 * browser then shows the page nothing at all. A gateway response cannot choose among several origins
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html: no VTL),
 * and repeating the caller's would name a header whose case API Gateway may distinguish. So with several it is `*`: any
 * page may read that it was refused, and nothing else, for no answer of the function comes this way, and none of them
 * takes cookies.
 */
function errorHeaders(allowedOrigins: readonly string[]): Record<string, string> {
  const [origin] = allowedOrigins;
  const several = allowedOrigins.length > 1;
  return {
    'Access-Control-Allow-Origin': several ? "'*'" : `'${origin}'`,
    'Access-Control-Expose-Headers': "'x-amzn-errortype,x-amzn-requestid,retry-after,date'",
    Vary: "'Origin'",
  };
}

/** What a request signed with Signature Version 4 carries. */
const signedHeaders = [
  'Authorization',
  'Content-Type',
  'X-Amz-Content-Sha256',
  'X-Amz-Date',
  'X-Amz-Security-Token',
  'X-Amz-User-Agent',
];

/** Rules of cdk-nag that this API does not follow, on purpose. */
function acknowledged({
  apiAccessLog,
  apiGatewayCloudWatchRole,
  webAclRateLimit,
}: AttachPolicyApiProps): Acknowledgement[] {
  const executionLogs = apiAccessLog ? 'The access log names each error' : 'The function logs each call';
  return [
    { id: 'AwsSolutions-APIG2', reason: 'No method reads a body or a parameter, so there is nothing to validate.' },
    { id: 'AwsSolutions-APIG6', reason: `${executionLogs}; execution logs would outlive the stack.` },
    {
      id: 'AwsSolutions-COG4',
      reason: 'IAM authorizes on purpose: only that way is the identity ID in the signed context.',
    },
    ...(webAclRateLimit === undefined ? [withoutWebAcl] : []),
    ...(apiAccessLog ? [] : [withoutAccessLog]),
    ...(apiGatewayCloudWatchRole ? [managedPolicy] : []),
  ];
}

const withoutWebAcl = {
  id: 'AwsSolutions-APIG3',
  reason:
    'IAM refuses unsigned requests, and the stage throttles; a web ACL costs extra: webAclRateLimit asks for one.',
};

const withoutAccessLog = {
  id: 'AwsSolutions-APIG1',
  reason:
    "An access log takes the account's role for it, which this stack leaves alone: apiAccessLog was not asked for.",
};

const managedPolicy = {
  id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
  reason: 'AWS documents this managed policy for the account-wide role of API Gateway.',
};
