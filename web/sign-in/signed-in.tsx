import { fetchAuthSession } from 'aws-amplify/auth';
import { type ReactNode, useEffect } from 'react';
import type { SignedInUser } from '../session/session.js';
import { useSession } from '../session/use-session.js';

/** Starts the session of whoever has signed in. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  useEffect(() => {
    let mounted = true;
    void signedInUser().then((user) => {
      if (mounted) void session.start(user);
    });
    return () => {
      mounted = false;
    };
  }, [session]);
  return children;
}

async function signedInUser(): Promise<SignedInUser> {
  const { tokens } = await fetchAuthSession();
  const claims = tokens?.idToken?.payload ?? {};
  return { email: String(claims.email ?? 'Signed in'), claims };
}
