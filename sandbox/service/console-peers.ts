import type { Who } from '../../contract/console-actions.js';
import type { Decision } from '../../contract/decision.js';
import type { Principal } from '../iam/principal.js';
import type { WebIdentity } from '../iam/roles.js';
import type { OpenTestConnection } from './test-connection.js';

/** What somebody would ask of the broker or of a shadow. */
export interface DataPlaneQuestion {
  readonly action: string;
  readonly resource: string;
  readonly clientId: string | undefined;
  readonly sourceIp: string | undefined;
}

/** What the services do for the console, and for no other. */
export interface ConsolePeers {
  /** What an identity pool would show to STS for somebody. @throws AwsError where there would be no credentials */
  readonly webIdentityOf: (who: Who, options: { readonly isReal: boolean }) => Promise<WebIdentity>;
  readonly openTestConnection: OpenTestConnection;
  /** What the broker would say to that, written into no log. */
  readonly wouldBroker: (principal: Principal, request: DataPlaneQuestion) => Decision;
  /** Policies that are attached to an identity, and in effect. */
  readonly policiesInEffect: (identityId: string) => readonly string[];
}
