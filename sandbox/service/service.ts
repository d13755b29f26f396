import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Request, Response, Router } from 'express';
import type { ConsoleOverview } from '../../contract/console-state.js';
import type { Changes } from '../base/changes.js';
import type { MovableClock } from '../base/clock.js';
import type { AwsError } from '../base/errors.js';
import type { Faults } from '../base/faults.js';
import type { Lasting } from '../base/lasting.js';
import type { RequireIam } from '../iam/authorize.js';
import type { DecisionLog } from '../iam/decision-log.js';
import type { Roles } from '../iam/roles.js';
import type { LogGroups } from '../logs/log-groups.js';
import type { State, StateShapes } from '../state/state.js';
import type { ResourceTypes } from '../template/resource-type.js';
import type { LeftOut, StackResources } from '../template/stack-resources.js';
import type { Api } from './api.js';
import type { Doors } from './call-operation.js';
import type { ConsolePeers } from './console-peers.js';
import type { FailedHandshakes } from './failed-handshakes.js';
import type { Peers } from './peers.js';
import type { SandboxOptions } from './sandbox-options.js';
import type { Views } from './views.js';

/** A service of AWS: a folder of its own, and a line in the registry. */
export interface Service<Shapes extends StateShapes = StateShapes> {
  /** The types of the template that it emulates; one that no service has is left out, or refused. */
  readonly resourceTypes: ResourceTypes;
  /** What it remembers: tables without a record in them, as the shapes of their records. */
  readonly emptyState: Shapes;
  /**
   * Reads its resources from the template. A method, so that the registry may hold services of any state.
   *
   * @throws UnsupportedError for what it cannot judge, DeploymentError for what AWS would not deploy
   */
  create(ground: Ground, state: State<Shapes>): RunningService | Promise<RunningService>;
}

/** What all services stand on. */
export interface Ground {
  readonly options: SandboxOptions;
  /** The stack, with Region and account. */
  readonly resources: StackResources;
  readonly clock: MovableClock;
  readonly faults: Faults;
  /** Takes a line that a function wrote, or that API Gateway would log. */
  readonly log: (line: string) => void;
  /** What a service writes into CloudWatch Logs, under the right of whoever writes there. */
  readonly logGroups: LogGroups;
  readonly decisions: DecisionLog;
  /** Tells whoever looks on that something has changed. */
  readonly changes: Changes;
  readonly roles: Roles;
  readonly requireIam: RequireIam;
  /**
   * What outlives a reset, which makes everything else anew: made once, by name. A sandbox that stops stops it, too.
   */
  readonly lasting: Lasting;
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Host and port. */
  readonly host: string;
}

/** A service of this stack. */
export interface RunningService {
  /** Operations, called by AWS's protocols. */
  readonly apis?: readonly Api[];
  /** What it lets the others do. */
  readonly peers?: Partial<Peers>;
  /** Resources of its types that it leaves out, and why. */
  readonly leftOut?: readonly LeftOut[];
  /** What it shows under `/_sandbox`. */
  readonly views?: Partial<Views>;
  /** What it does for the console. */
  readonly consolePeers?: Partial<ConsolePeers>;
  /** What it tells of the stack in the console. */
  readonly overview?: Partial<Overviews>;
  /** Addresses on AWS that the stack's outputs may hold, and where that is here. */
  readonly addresses?: readonly (readonly [onAws: string, here: string])[];
  /** Pages that the stack itself lets call it. */
  readonly origins?: readonly string[];
  /** Once every service is there: opens its doors besides its APIs, and gives what is served over HTTP. */
  connect?(connection: Connection): readonly ServedRouter[];
  /** Once requests are answered: what is better done before the first. */
  warm?(): Promise<void>;
  /** Ends connections, processes and timers. */
  stop?(): unknown;
}

/** What of an overview the services know; each is asked anew. */
export type Overviews = {
  readonly [Part in 'userPools' | 'identityPools' | 'iotPolicies']: () => ConsoleOverview[Part];
};

export interface Connection {
  readonly doors: Doors;
  readonly peers: Peers;
  /** The outputs of all stacks, with the sandbox's addresses. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Values with the sandbox's addresses in place of AWS's. */
  readonly localOutputs: (outputs: Readonly<Record<string, string>>) => Record<string, string>;
  /** Takes upgrades to other protocols from now on. */
  readonly onUpgrade: (upgrade: Upgrade) => void;
  /** Takes the upgrades that were refused. */
  readonly handshakes: FailedHandshakes;
}

/** Takes over the connection of a request that asks for another protocol. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Routes below a path. */
export interface ServedRouter {
  readonly path: string;
  readonly router: Router;
  /** Writes whatever the router's handlers throw, and what is wrong with a request before them. @default the next one's */
  readonly answerError?: AnswerError;
}

/** How a service writes an error: body, header and status of its own protocol. */
export type AnswerError = (response: Response, error: AwsError, request: Request) => void;
