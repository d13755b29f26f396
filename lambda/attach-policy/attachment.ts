import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  IoTClient,
  type IoTClientConfig,
  ListAttachedPoliciesCommand,
} from '@aws-sdk/client-iot';
import { DeleteConnectionCommand, IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { Progress } from './invocation.js';
import { iotError, isPolicyLimit, isThrottling, throttled } from './iot-errors.js';
import { failureOf } from './iot-failure.js';
import { createPace, type Pace } from './pace.js';
import { isInstance } from './thrown.js';

/** Belongs to one request: when to give up, and where to note how it went. */
export interface Call {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** IoT policies' attachment to one identity. Known failures of AWS IoT are thrown as ApiError, others as they are. */
export interface PolicyAttachment {
  /** Attaching twice is harmless. */
  attach(identityId: string, policyName: string, call: Call): Promise<void>;
  /** For a moment after an attach, AWS IoT may still answer that it is not: its lists are eventually consistent. */
  isAttached(identityId: string, policyName: string, call: Call): Promise<boolean>;
  /** Detaching what is not attached is harmless. */
  detach(identityId: string, policyName: string, call: Call): Promise<void>;
  /** Closes the live MQTT connection of one client ID, if there is one. */
  disconnect(clientId: string, call: Call): Promise<void>;
}

export interface IotClients {
  readonly iot: IoTClient;
  readonly iotData: IoTDataPlaneClient;
}

export interface IotClientsProps {
  readonly region: string;
  /** URL of the data plane; undefined: the SDK's default. */
  readonly dataPlaneUrl: string | undefined;
  /** Default: the SDK's standard strategy with three attempts. Give another to shorten its delays. */
  readonly retryStrategy?: IoTClientConfig['retryStrategy'];
}

interface Traceable {
  readonly middlewareStack: IoTClient['middlewareStack'];
}

/** Creates the two clients; make them once per execution environment, they keep their connections. */
export function createIotClients({ region, dataPlaneUrl, retryStrategy }: IotClientsProps): IotClients {
  const shared = {
    region,
    // The one retry policy: exponential back-off with jitter, within a budget that the whole environment shares.
    retryMode: 'standard',
    maxAttempts: 3,
    ...(retryStrategy && { retryStrategy }),
  };
  // Without throwOnRequestTimeout the handler only warns; socketTimeout covers a body that stalls after its headers.
  const http = { connectionTimeout: 1000, requestTimeout: 2000, socketTimeout: 2000, throwOnRequestTimeout: true };
  let iotData: IoTDataPlaneClient | undefined;
  return {
    iot: new IoTClient({ ...shared, requestHandler: { ...http } }),
    // Only detaching needs it, so a cold start need not make it.
    get iotData() {
      const endpoint = dataPlaneUrl && { endpoint: dataPlaneUrl };
      iotData ??= new IoTDataPlaneClient({ ...shared, requestHandler: { ...http }, ...endpoint });
      return iotData;
    },
  };
}

/**
 * Everything that is asked of AWS IoT.
 *
 * @param now milliseconds
 */
export function createAttachment(clients: IotClients, now: () => number): PolicyAttachment {
  const { iot } = clients;
  // Each operation has a quota of its own: https://docs.aws.amazon.com/general/latest/gr/iot-core.html
  const paces = {
    attach: createPace(now),
    status: createPace(now),
    detach: createPace(now),
    disconnect: createPace(now),
  };

  /** Runs one call at the operation's pace; `ignored` names the exception that means "was so already". */
  const calling = async (
    pace: Pace,
    policyName: string,
    work: () => Promise<unknown>,
    ignored?: string,
  ): Promise<void> => {
    const seconds = pace.admit();
    if (seconds > 0) throw throttled(seconds);
    try {
      await work();
      pace.succeeded();
    } catch (caught) {
      const error = isInstance(caught, FinalFailure) ? caught.failure : caught;
      if (isThrottling(error)) throw throttled(pace.throttled(), error);
      if (ignored === undefined || failureOf(error).name !== ignored) throw iotError(error, policyName) ?? error;
    }
  };
  const traced = <C extends object>(command: C, { progress }: Call): C => {
    traceAttempts(command as unknown as Traceable, progress);
    return command;
  };

  return {
    attach(identityId, policyName, call) {
      const command = traced(new AttachPolicyCommand({ policyName, target: identityId }), call);
      const send = () => iot.send(command, { abortSignal: call.signal });
      // Not among AttachPolicy's documented errors, yet AWS's own guide ignores it:
      // https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html
      return calling(paces.attach, policyName, send, 'ResourceAlreadyExistsException');
    },

    async isAttached(identityId, policyName, call) {
      let found = false;
      let marker: string | undefined;
      do {
        const command = new ListAttachedPoliciesCommand({ target: identityId, pageSize: 250, marker });
        await calling(paces.status, policyName, async () => {
          const page = await iot.send(traced(command, call), { abortSignal: call.signal });
          found = page?.policies?.some((policy) => policy.policyName === policyName) ?? false;
          marker = page?.nextMarker;
        });
      } while (marker && !found && !call.signal.aborted);
      return found;
    },

    detach(identityId, policyName, call) {
      const command = traced(new DetachPolicyCommand({ policyName, target: identityId }), call);
      return calling(paces.detach, policyName, () => iot.send(command, { abortSignal: call.signal }));
    },

    disconnect(clientId, call) {
      const command = traced(new DeleteConnectionCommand({ clientId }), call);
      const send = () => clients.iotData.send(command, { abortSignal: call.signal });
      // Here the resource is the connection, so "not found" means that nobody was connected.
      return calling(paces.disconnect, '', send, 'ResourceNotFoundException');
    },
  };
}

/** Hides a failure from the SDK's retry loop, which would try again. */
class FinalFailure extends Error {
  /** Not `cause`, which the loop looks at, too. */
  readonly failure: unknown;

  constructor(failure: unknown) {
    super('AWS IoT refused');
    this.failure = failure;
  }
}

/** Notes each attempt. Runs inside the SDK's retry loop, so it sees what the loop hides. */
function traceAttempts(command: Traceable, progress: Progress): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      progress.attempts += 1;
      try {
        return await next(args);
      } catch (error) {
        throw isFinal(error) ? new FinalFailure(error) : error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'traceAttempts' },
  );
}

/**
 * The SDK takes every LimitExceededException for throttling, but IoT's means ten policies. And it would retry what was
 * throttled at once, in a function that is paid for while it waits: the caller waits better, and knows for how long.
 */
function isFinal(error: unknown): boolean {
  return isPolicyLimit(error) || isThrottling(error);
}
