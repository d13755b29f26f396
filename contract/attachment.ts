import type { Connection } from './connection.js';

/** What `/attach-policy` answers with 200. */
export interface Attachment {
  readonly identityId: string;
  readonly policyName: string;
  /** Absent in the answer to POST, which means that it is. */
  readonly attached?: boolean;
  /** Absent in the answer to DELETE. */
  readonly connection?: Connection;
}
