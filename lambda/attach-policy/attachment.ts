import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  IoTClient,
  type IoTClientConfig,
  ListAttachedPoliciesCommand,
} from '@aws-sdk/client-iot';
import { DeleteConnectionCommand, IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { Progress } from './invocation.js';
import { iotError } from './iot-errors.js';

/** Belongs to one request: when to give up, and where to note how it went. */
export interface Call {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** The IoT policy's attachment to one identity. Known failures of AWS IoT are thrown as ApiError, others as they are. */
export interface PolicyAttachment {
  /** Attaching twice is harmless. */
  attach(identityId: string, call: Call): Promise<void>;
  /** AWS IoT may answer "no" for a moment after an attach: its lists are eventually consistent. */
  isAttached(identityId: string, call: Call): Promise<boolean>;
  /** Detaching what is not attached is harmless. */
  detach(identityId: string, call: Call): Promise<void>;
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

interface Named {
  readonly name?: unknown;
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
  return {
    iot: new IoTClient({ ...shared, requestHandler: { ...http } }),
    iotData: new IoTDataPlaneClient({
      ...shared,
      requestHandler: { ...http },
      ...(dataPlaneUrl && { endpoint: dataPlaneUrl }),
    }),
  };
}

/** Everything that is asked of AWS IoT, for one policy. */
export function createAttachment({ iot, iotData }: IotClients, policyName: string): PolicyAttachment {
  /** Runs one call; `ignored` names the exception that means "was so already". */
  const calling = async (work: () => Promise<unknown>, ignored?: string): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (ignored === undefined || (error as Named).name !== ignored) throw iotError(error, policyName) ?? error;
    }
  };
  const traced = <C extends object>(command: C, { progress }: Call): C => {
    traceAttempts(command as unknown as Traceable, progress, policyName);
    return command;
  };

  return {
    attach(identityId, call) {
      const command = traced(new AttachPolicyCommand({ policyName, target: identityId }), call);
      // Not among AttachPolicy's documented errors, yet AWS's own guide ignores it:
      // https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html
      return calling(() => iot.send(command, { abortSignal: call.signal }), 'ResourceAlreadyExistsException');
    },

    async isAttached(identityId, call) {
      let attached = false;
      await calling(async () => {
        let marker: string | undefined;
        do {
          const command = new ListAttachedPoliciesCommand({ target: identityId, pageSize: 250, marker });
          const page = await iot.send(traced(command, call), { abortSignal: call.signal });
          attached = page.policies?.some((policy) => policy.policyName === policyName) ?? false;
          marker = page.nextMarker;
        } while (marker && !attached && !call.signal.aborted);
      });
      return attached;
    },

    detach(identityId, call) {
      const command = traced(new DetachPolicyCommand({ policyName, target: identityId }), call);
      return calling(() => iot.send(command, { abortSignal: call.signal }));
    },

    disconnect(clientId, call) {
      const command = traced(new DeleteConnectionCommand({ clientId }), call);
      // Here the resource is the connection, so "not found" means that nobody was connected.
      return calling(() => iotData.send(command, { abortSignal: call.signal }), 'ResourceNotFoundException');
    },
  };
}

/** Notes each attempt. Runs inside the SDK's retry loop, so it sees what the loop hides. */
function traceAttempts(command: Traceable, progress: Progress, policyName: string): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      progress.attempts += 1;
      try {
        const result = await next(args);
        progress.lastFailure = undefined;
        return result;
      } catch (error) {
        const { name } = error as Named;
        progress.lastFailure = String(name);
        // The SDK takes every LimitExceededException for throttling and would retry it, but IoT's means ten policies.
        throw name === 'LimitExceededException' ? iotError(error, policyName) : error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'traceAttempts' },
  );
}
