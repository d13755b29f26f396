import type { MovableClock } from './base/clock.js';
import { AwsError } from './base/errors.js';
import { createFaults } from './base/faults.js';
import { createLastingThings } from './base/lasting.js';
import { stopAll } from './base/stop-all.js';
import { listen } from './http/http-server.js';
import { createLifeCycle } from './life-cycle.js';
import type { People, SignedIn, UserPlace } from './people.js';
import { policyToAttach } from './policy-to-attach.js';
import type { Seed } from './seed/seed.js';
import type { Api } from './service/api.js';
import type { OperationGuard } from './service/operation-guard.js';
import type { LoginTokenRequest } from './service/peers.js';
import type { SandboxOptions } from './service/sandbox-options.js';
import type { Service } from './service/service.js';
import type { Views } from './service/views.js';
import type { Snapshot } from './snapshot.js';
import type { StackChanges } from './stack-changes.js';
import { openState } from './state/open-state.js';
import type { StateShapes } from './state/state.js';
import { readAssembly, type StackAssembly } from './template/assembly.js';
import { bootPlace } from './template/boot-environment.js';
import { refuseUnknownRegion } from './template/known-region.js';
import { createServerCertificate } from './tls/server-certificate.js';

/** A running sandbox. */
export interface Sandbox {
  /** The endpoint for every AWS client: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /**
   * The outputs of all stacks, with the sandbox's addresses, and what every client needs beside: `Region`, `UserPoolId`,
   * `UserPoolClientId`, `IdentityPoolId`, `AttachPolicyUrl`, `IotEndpoint`, `IotPolicyName`, `SignInDomain`.
   */
  readonly outputs: Readonly<Record<string, string>>;
  /** What to choose, where several resources fit a name of the outputs; and what AWS says of the Region. */
  readonly remarks: readonly string[];
  /** Pages that the stack itself lets call its API. */
  readonly allowedOrigins: readonly string[];
  readonly clock: MovableClock;
  readonly guard: OperationGuard;
  /** The same that `/_sandbox/` shows. */
  readonly views: Views;
  /**
   * Takes everything back to what it was right after a first boot: users, sessions, tokens, identities, attachments,
   * policies, things, shadows, retained messages, items, mailbox, logs, decisions, clock, faults, quotas and delays,
   * in the data folder as well. Connections end. The functions' processes stay warm, and the operator's credentials
   * stay good.
   */
  reset(): Promise<void>;
  /**
   * All that it remembers, as JSON: users with their sessions, identities, attachments, policies, things, shadows,
   * retained messages, items, mailbox, and by how much the clock is ahead. Password verifiers and signing keys are in it.
   */
  snapshot(): Snapshot;
  /**
   * Puts what a snapshot holds in the place of what there is. Connections end; credentials of before are good no more.
   *
   * @throws Error for a snapshot of another stack or version, and for one that is damaged; then nothing has changed
   */
  restore(snapshot: Snapshot): Promise<void>;
  /**
   * Takes up another synthesis on the same port. Users, identities, attachments and whatever else is in resources that
   * are still there stay, and AWS credentials stay good as far as their roles are there; connections end. Faults,
   * quotas and delays are as at the start.
   *
   * @throws Error for a stack that does not boot; then the one before goes on
   */
  reload(assembly: string | StackAssembly): Promise<StackChanges>;
  /**
   * What somebody gets who signs in with this user name or e-mail address: tokens, identity, AWS credentials. Whatever
   * ways to sign in the app client has, nobody is asked for a password here.
   */
  signIn(name: string, place?: UserPlace): Promise<SignedIn>;
  /**
   * A token as Amazon, Apple, Facebook or Google gives it to an app after somebody has signed in there, or the response of a
   * SAML provider, for `Logins` of the identity pool. It is signed by the sandbox, which takes no other.
   */
  loginToken(asked: LoginTokenRequest): Promise<string>;
  /** Which pools `signIn` means. @throws Error where the stack has several, which says how to name one */
  userPlace(place?: UserPlace): ReturnType<People['place']>;
  /**
   * Does an operation of AWS as the operator, without a request: `asOperator('iot:CreateThing', { thingName: 'lamp' })`.
   *
   * @throws Error as AWS does, its `name` AWS's code
   */
  asOperator(operation: string, input: object): Promise<Readonly<Record<string, unknown>>>;
  /** The name of the stack's only IoT policy that allows anything. @throws Error naming those there are, where it is not one */
  policyToAttach(): Promise<string>;
  /** Ends connections, processes and timers. */
  stop(): Promise<void>;
}

/** With what only its own tests look at. */
export interface BootedSandbox extends Sandbox {
  /** What can be called by AWS's protocols. */
  readonly apis: readonly Api[];
}

/**
 * Boots a synthesized stack with these services.
 *
 * @throws as `startSandbox`
 */
export async function boot(options: SandboxOptions, services: readonly Service[], seed?: Seed): Promise<BootedSandbox> {
  await refuseUnknownRegion(bootPlace(options.assembly, options.region).region);
  const certificate = createServerCertificate({ folder: options.caFolder, log: (line) => life?.world.log(line) });
  const http = await listen(options.port ?? 0, {
    certificate,
    handshakes: { add: (...handshake) => life?.world.handshakes.add(...handshake) },
  });
  const lastingThings = createLastingThings();
  const stops: (() => unknown)[] = [http.stop, lastingThings.stop];
  const stop = () => stopAll(stops);
  let life: Awaited<ReturnType<typeof createLifeCycle>> | undefined;

  try {
    const shapes: StateShapes = Object.assign({}, ...services.map(({ emptyState }) => emptyState));
    const holder = `the sandbox at ${http.url} (process ${process.pid})`;
    const kept = await openState({ folder: options.dataFolder, shapes, holder, superseded });
    // After everything else: whatever is still answered is kept.
    stops.unshift(kept.close);
    const { lasting } = lastingThings;
    life = await createLifeCycle({
      options,
      services,
      shapes,
      kept,
      http,
      faults: createFaults(options.onFault),
      lasting,
      seed,
    });
    stops.push(life.stop);
    await life.world.warm();
    return sandboxOf(http.url, life, stop);
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

type LifeCycle = Awaited<ReturnType<typeof createLifeCycle>>;

/** What it gives stays good, whatever world comes after this one. */
function sandboxOf(url: string, life: LifeCycle, stop: Sandbox['stop']): BootedSandbox {
  return {
    url,
    get outputs() {
      return life.world.outputs;
    },
    get remarks() {
      return life.world.remarks;
    },
    get allowedOrigins() {
      return life.world.allowedOrigins;
    },
    get apis() {
      return life.world.apis;
    },
    clock: following(() => life.world.clock),
    guard: following(() => life.world.guard),
    views: following(() => life.world.views),
    reset: life.reset,
    snapshot: life.snapshot,
    restore: life.restore,
    reload: async (assembly) => life.reload(typeof assembly === 'string' ? readAssembly(assembly) : assembly),
    signIn: (name, place) => life.world.people.signIn(name, place),
    loginToken: (asked) => life.world.issueLoginToken(asked),
    userPlace: (place) => life.world.people.place(place),
    asOperator: (operation, input) => life.world.asOperator(operation, input),
    policyToAttach: () => policyToAttach(life.world.asOperator),
    stop,
  };
}

type Functions<T> = { readonly [Name in keyof T]: (...given: never[]) => unknown };

/** Has its calls done by whatever is current. */
function following<T extends Functions<T>>(current: () => T): T {
  const calls = Object.keys(current()).map((name) => {
    const call = (...given: never[]) => current()[name as keyof T](...given);
    return [name, call] as const;
  });
  // fromEntries forgets which name has which function.
  return Object.fromEntries(calls) as unknown as T;
}

/** AWS's clients try again after it. */
const superseded = () =>
  new AwsError('ServiceUnavailableException', 'The sandbox was reset, or took up another stack, meanwhile.', 503);
