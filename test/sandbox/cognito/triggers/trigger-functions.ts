import type {
  FunctionOfStack,
  InvocationResult,
  InvokePermission,
} from '../../../../sandbox/service/function-of-stack.js';
import { addConfirmed, newWorld, stateWithKey, userPoolId, type World } from '../people.js';

// biome-ignore lint/suspicious/noExplicitAny: an event, as a function's author sees it
export type Event = any;
export type Handler = (event: Event) => unknown;

export interface Triggered extends World {
  /** What the functions were given, oldest first. */
  readonly events: Event[];
}

interface TriggeredOptions {
  readonly pool?: object;
  readonly client?: object;
  readonly permissions?: readonly InvokePermission[];
  readonly patience?: number;
  readonly version?: 'V1_0' | 'V2_0';
  /** What Lambda answers instead of running a function. */
  readonly invoke?: () => Promise<InvocationResult>;
}

const ofThisPool = {
  principal: 'cognito-idp.amazonaws.com',
  sourceArn: `arn:aws:cognito-idp:eu-west-1:111122223333:userpool/${userPoolId}`,
};

/** A user pool whose triggers are these handlers; each gets its event, and gives back what Lambda would. */
export function triggered(handlers: Readonly<Record<string, Handler>>, options: TriggeredOptions = {}): Triggered {
  const { pool = {}, client = {}, permissions = [ofThisPool], patience = 1000, version, invoke } = options;
  const events: Event[] = [];
  const functionOf = (name: string): FunctionOfStack => ({
    functionName: name,
    permissions,
    warm: async () => undefined,
    invoke: async ({ event }) => {
      events.push(structuredClone(event));
      if (invoke !== undefined) return invoke();
      try {
        const payload = await handlers[name]?.(structuredClone(event));
        return { ok: true, payload: JSON.parse(JSON.stringify(payload ?? null)) };
      } catch (error) {
        return { ok: false, errorType: 'Error', errorMessage: (error as Error).message };
      }
    },
  });
  const named = Object.fromEntries(Object.keys(handlers).map((name) => [name, name]));
  const { PreTokenGeneration: LambdaArn, ...others } = named;
  const LambdaConfig =
    version === undefined ? named : { ...others, PreTokenGenerationConfig: { LambdaArn, LambdaVersion: version } };
  const world = newWorld({ LambdaConfig, ...pool }, client, stateWithKey(), { functionOf, patience });
  return { ...world, events };
}

/** A handler that says this in its response, and leaves the rest of it as it came. */
export const respond =
  (response: object): Handler =>
  (event) => ({ ...event, response: { ...event.response, ...response } });

export const unchanged: Handler = (event) => event;

/** With Ada in it, before anybody listens. */
export async function withAda(
  handlers: Readonly<Record<string, Handler>>,
  options: TriggeredOptions = {},
): Promise<Triggered> {
  const world = triggered(handlers, options);
  await addConfirmed(world);
  world.events.length = 0;
  return world;
}

export const sources = ({ events }: Triggered): string[] => events.map(({ triggerSource }) => triggerSource);
