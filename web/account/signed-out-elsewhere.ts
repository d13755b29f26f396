/**
 * Calls when another tab has signed out, or has found that the session is over. Amplify keeps the tokens in
 * `localStorage` and tells its own tab only. @returns a function that ends the watch
 */
export function onSignedOutElsewhere(userPoolClientId: string, signedOut: () => void): () => void {
  const lastUser = lastUserKey(userPoolClientId);
  const onStorage = ({ key, newValue }: StorageEvent) => {
    // Without a key all of it was cleared.
    if (key === null || (key === lastUser && newValue === null)) signedOut();
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
}

/** Whether Amplify has kept a user of this app client, who may well be signed in still. */
export function isUserKept(userPoolClientId: string): boolean {
  return localStorage.getItem(lastUserKey(userPoolClientId)) !== null;
}

function lastUserKey(userPoolClientId: string): string {
  return `CognitoIdentityServiceProvider.${userPoolClientId}.LastAuthUser`;
}
