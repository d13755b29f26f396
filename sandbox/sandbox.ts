import { apiGatewayRouter } from './api-gateway/api-gateway.js';
import { pageOriginRouter } from './api-gateway/page-origin.js';
import { preflightOrigins, readRestApis } from './api-gateway/rest-api-resources.js';
import { createClock, type MovableClock } from './base/clock.js';
import { UnsupportedError } from './base/errors.js';
import { createFaults, type Fault } from './base/faults.js';
import { stopAll } from './base/stop-all.js';
import { answerHostedSignInError, hostedSignInRouter } from './cognito/hosted-sign-in/hosted-sign-in-router.js';
import { identityPoolTables } from './cognito/identity-pool/state.js';
import { openIdRouter } from './cognito/oidc/open-id-router.js';
import { readUserPools } from './cognito/resources/cognito-stack.js';
import { userPoolTables } from './cognito/user-pool/state.js';
import { createCognito } from './cognito-services.js';
import { holdDeploymentLimits } from './deployment-limits.js';
import { answerAwsJsonError, answerRestJsonError } from './http/aws-errors.js';
import { awsJsonRouter } from './http/aws-json.js';
import { listen } from './http/http-server.js';
import { createRequireIam } from './iam/authorize.js';
import { createCredentialStore } from './iam/credentials.js';
import { createDecisionLog } from './iam/decision-log.js';
import { issueOperatorCredentials } from './iam/operator.js';
import { readRoles } from './iam/role-resources.js';
import { createRoles, type Roles } from './iam/roles.js';
import { createSigV4Verifier } from './iam/sigv4.js';
import { answerIntrospectionError, introspectionRouter, type Views } from './introspection/introspection.js';
import { lookUpEndpoint } from './iot/endpoint-look-up.js';
import { iotControlRouter } from './iot/iot-control.js';
import { serveMqtt } from './iot/mqtt-server.js';
import { policyAttachmentTables } from './iot/policy-attachments.js';
import { shadowTables } from './iot/shadows.js';
import { thingTables } from './iot/things.js';
import { createIot } from './iot-services.js';
import { readFunctionRole } from './lambda/function-resources.js';
import { createFunctions } from './lambda/functions.js';
import { lambdaInvokeRouter } from './lambda/lambda-invoke.js';
import { localOutputs } from './local-outputs.js';
import { createOperationGuard, type Failure, type OperationGuard } from './service/operation-guard.js';
import { openState } from './state/open-state.js';
import type { StackAssembly } from './template/assembly.js';
import { withExistingStacks } from './template/existing-stacks.js';
import { DEFAULT_REGION, refuseUnknownRegion } from './template/known-region.js';
import { readStackResources } from './template/stack-resources.js';

export interface SandboxOptions {
  readonly assembly: StackAssembly;
  /** Stacks deployed before, whose pools and roles this one uses. @default none */
  readonly existing?: readonly StackAssembly[];
  /** @default 'us-east-1' */
  readonly region?: string;
  /** 0 for any free one. @default 0 */
  readonly port?: number;
  /** Seconds that credentials of the identity pool live. @default 3600 */
  readonly credentialsLifetime?: number;
  /** Seconds that a new attachment takes to work. @default 0 */
  readonly attachDelay?: number;
  /** Operation to calls a second, beside AWS's own quotas. */
  readonly quotas?: Readonly<Record<string, number>>;
  /**
   * The account's quota "Concurrent executions" of Lambda; new accounts may have 10.
   * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   * @default 1000
   */
  readonly concurrentExecutions?: number;
  /** Operation to the error it fails with. */
  readonly failures?: Readonly<Record<string, Failure>>;
  /** Folder that keeps users, identities, attachments, things and shadows. @default in memory */
  readonly dataFolder?: string;
  /** Values of secrets in Secrets Manager that the template refers to, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** @see BrokerOptions.refusedSubscribe @default 'close' */
  readonly refusedSubscribe?: 'close' | 'suback';
  /** Origin of the sandbox's own page, which may call the API although the stack may not name it. @default none */
  readonly pageOrigin?: string;
  /** Called with what the functions write and what API Gateway would log. */
  readonly onLogLine?: (line: string) => void;
  /** Told of each failure of the sandbox itself. @default a line of JSON on standard error */
  readonly onFault?: (fault: Fault) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** The endpoint for every AWS client: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** The stack's outputs, with the sandbox's addresses. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Pages that the stack itself lets call its API. */
  readonly allowedOrigins: readonly string[];
  readonly clock: MovableClock;
  readonly guard: OperationGuard;
  /** The same that `/_sandbox/` shows. */
  readonly views: Views;
  /** Ends connections, processes and timers. */
  stop(): Promise<void>;
}

/** Twelve digits that AWS's own documentation uses for no real account. */
const ACCOUNT_ID = '111122223333';
const KEPT_LOG_LINES = 1000;

/** What is kept between two starts. */
const stateShapes = {
  userPools: userPoolTables,
  identityPools: identityPoolTables,
  policyAttachments: policyAttachmentTables,
  things: thingTables,
  shadows: shadowTables,
};

/**
 * Boots a synthesized stack: everything about it is read from the template, nothing is configured beside it.
 *
 * @throws UnsupportedError naming what the template needs and the sandbox cannot judge; Error when the port is taken
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { assembly, region = DEFAULT_REGION, onLogLine = () => undefined } = options;
  await refuseUnknownRegion(region);
  const clock = createClock();
  const faults = createFaults(options.onFault);
  const http = await listen(options.port ?? 0);
  const stops: (() => unknown)[] = [http.stop, clock.stop];
  const stop = () => stopAll(stops);

  try {
    // 1. What the services share: who may do what, and what was decided.
    const logLines: string[] = [];
    const log = (line: string) => {
      logLines.push(line);
      if (logLines.length > KEPT_LOG_LINES) logLines.shift();
      onLogLine(line);
    };
    const decisions = createDecisionLog(clock.now);
    const credentials = createCredentialStore(clock);
    const verifier = createSigV4Verifier(credentials, clock);
    const requireIam = createRequireIam(decisions, clock.now);

    // 2. The template, its references resolved; a custom resource answers when something refers to it.
    const environment = { region, accountId: ACCOUNT_ID };
    let roles: Roles | undefined;
    const stack = readStackResources(assembly, environment, (resource, attribute) => {
      const { logicalId } = resource;
      if (roles === undefined) {
        throw new UnsupportedError(`${attribute} of custom resource ${logicalId}, which runs under a role, in a role`);
      }
      const { ServiceToken, Create } = resource.properties();
      const principal = roles.principal(readFunctionRole(stack, String(ServiceToken)), logicalId);
      return lookUpEndpoint({ logicalId, create: Create, attribute, principal, requireIam, endpoint: http.host });
    });
    const existing = options.existing?.map((other) => readStackResources(other, environment)) ?? [];
    const resources = withExistingStacks(stack, existing);
    const roleSettings = readRoles(resources);
    holdDeploymentLimits(resources, roleSettings);
    roles = createRoles({
      roles: roleSettings,
      accountId: ACCOUNT_ID,
      credentials,
      decisions,
      clock,
      lifetimeSeconds: options.credentialsLifetime ?? 3600,
    });
    const kept = await openState(
      options.dataFolder,
      stateShapes,
      `the sandbox at ${http.url} (process ${process.pid})`,
    );
    const { state } = kept;
    // After everything else: whatever is still answered is kept.
    stops.unshift(kept.close);

    // 3. Cognito.
    const { secrets = {} } = options;
    const cognito = createCognito({ resources, state, clock, roles, url: http.url, secrets });

    // 4. IoT Core.
    let attachDelay = options.attachDelay ?? 0;
    const { broker, operations } = await createIot({
      resources,
      state,
      clock,
      decisions,
      requireIam,
      host: http.host,
      attachDelay: () => attachDelay * 1000,
      refusedSubscribe: options.refusedSubscribe ?? 'close',
      faults,
    });
    stops.push(broker.stop);
    const ownQuotas = operations.flatMap(({ name, quota }) => (quota === undefined ? [] : [[name, quota] as const]));
    const guard = createOperationGuard({ clock, quotas: { ...Object.fromEntries(ownQuotas), ...options.quotas } });
    for (const [operation, failure] of Object.entries(options.failures ?? {})) guard.setFailure(operation, failure);

    // 5. API Gateway and the functions behind it.
    const apis = readRestApis(resources);
    const functions = createFunctions({
      resources,
      assembly,
      functionArns: apis.flatMap(({ methods }) =>
        methods.flatMap(({ integration }) => (integration.type === 'AWS_PROXY' ? [integration.functionArn] : [])),
      ),
      endpointUrl: http.url,
      concurrentExecutions: options.concurrentExecutions ?? 1000,
      assumeRole: (roleArn, name) => roles.assumeRoleForService(roleArn, 'lambda.amazonaws.com', name),
      onLogLine: log,
    });
    stops.push(functions.stop);

    // 6. What a developer sees, and the doors.
    const outputs = localOutputs(resources.outputs(), http, apis, region, cognito.domains);
    const operator = issueOperatorCredentials(credentials, ACCOUNT_ID);
    const passwordPolicies = Object.fromEntries(
      readUserPools(resources).map(({ userPoolId, settings }) => [userPoolId, settings.passwordPolicy]),
    );
    const views: Views = {
      outputs: () => outputs,
      messages: cognito.userPools.messages,
      users: cognito.userPools.users,
      passwordPolicies: () => passwordPolicies,
      identities: cognito.identityPools.identities,
      attachments: () => Object.fromEntries(state.policyAttachments.attachments.entries()),
      connections: broker.connections,
      decisions: decisions.entries,
      logs: () => logLines,
      operator: () => operator,
      notEmulated: () => resources.notEmulated,
    };
    const switches = {
      guard,
      now: () => new Date(clock.now()).toISOString(),
      advance(seconds: number) {
        clock.advance(seconds * 1000);
        return new Date(clock.now()).toISOString();
      },
      resetClock() {
        clock.reset();
        return new Date(clock.now()).toISOString();
      },
      setAttachDelay(seconds: number) {
        attachDelay = seconds;
      },
    };
    const doors = { guard, verifier, requireIam, region };
    const { pageOrigin } = options;
    const allowedOrigins = preflightOrigins(apis);
    const pages = pageOrigin === undefined ? allowedOrigins : [...allowedOrigins, pageOrigin];
    http.serve(
      [
        {
          path: '/_sandbox',
          router: introspectionRouter({ views, switches, allowedOrigins: pages }),
          answerError: answerIntrospectionError,
        },
        ...(pageOrigin === undefined
          ? []
          : [{ path: '/execute-api', router: pageOriginRouter(pageOrigin), answerError: answerRestJsonError }]),
        {
          path: '/',
          router: apiGatewayRouter({
            ...doors,
            apis,
            functionOf: functions.byArn,
            clock,
            accountId: ACCOUNT_ID,
            onLogLine: log,
            faults,
          }),
          answerError: answerRestJsonError,
        },
        {
          path: '/',
          router: lambdaInvokeRouter({ ...doors, functionNamed: functions.byName }),
          answerError: answerRestJsonError,
        },
        { path: '/', router: iotControlRouter({ ...doors, operations }), answerError: answerRestJsonError },
        { path: '/', router: openIdRouter(cognito.userPools), answerError: answerRestJsonError },
        {
          path: '/',
          router: hostedSignInRouter({ hostedSignIn: cognito.hostedSignIn, guard }),
          answerError: answerHostedSignInError,
        },
        {
          path: '/',
          router: awsJsonRouter({ ...doors, services: cognito.services }),
          answerError: answerAwsJsonError,
        },
      ],
      { now: clock.now, faults },
    );
    serveMqtt({ server: http.server, broker, verifier, region, now: clock.now, faults });
    await functions.warm();

    return { url: http.url, outputs, allowedOrigins, clock, guard, views, stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}
