import { Hub } from 'aws-amplify/utils';
import type { Account } from './account.js';

/** What happens to the session beside the forms: back from a hosted page, or over. @returns a function that ends it */
export function followAmplify(account: Account): () => void {
  return Hub.listen('auth', ({ payload }) => {
    if (payload.event === 'signInWithRedirect') void account.restore();
    // Offline the session is not over, only out of reach.
    if (payload.event === 'tokenRefresh_failure' && payload.data?.error?.name !== 'NetworkError')
      void account.signOut();
  });
}
