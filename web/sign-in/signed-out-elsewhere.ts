/**
 * Calls when another tab has signed out, or has found that the session is over. Amplify keeps the tokens in
 * `localStorage` and tells its own tab only. @returns a function that ends the watch
 */
export function onSignedOutElsewhere(userPoolClientId: string, signedOut: () => void): () => void {
  const lastUser = `CognitoIdentityServiceProvider.${userPoolClientId}.LastAuthUser`;
  const onStorage = ({ key, newValue }: StorageEvent) => {
    // Without a key all of it was cleared.
    if (key === null || (key === lastUser && newValue === null)) signedOut();
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
}
