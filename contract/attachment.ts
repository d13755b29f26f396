import type { Connection } from './connection.js';

/** What `/attach-policy` answers with 200. */
export interface Attachment {
  readonly identityId: string;
  readonly policyName: string;
  /** Absent in the answer to POST, which means that it is. */
  readonly attached?: boolean;
  /** In the answer to GET alone: an operator has taken the user's access away. Absent where that is not so. */
  readonly revoked?: true;
  /** Absent in the answer to DELETE. */
  readonly connection?: Connection;
}
