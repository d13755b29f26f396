import type { Changes, Changing } from '../base/changes.js';
import type { State, StateShapes } from '../state/state.js';

/** What a table's change changes of what the sandbox shows; of the others it shows nothing. */
const SHOWN: Readonly<Record<string, Readonly<Record<string, Changing>>>> = {
  userPools: { users: 'users', messages: 'messages' },
  identityPools: { identities: 'identities' },
  policyAttachments: { attachments: 'attachments' },
  iotPolicies: { policies: 'iotPolicies' },
};

/** Has the tables tell of their changes. */
export function watchTables(state: State<StateShapes>, changes: Changes): void {
  for (const [name, tables] of Object.entries(state)) {
    for (const [table, what] of Object.entries(SHOWN[name] ?? {})) {
      tables[table]?.watch(() => changes.tell(what));
    }
  }
}
