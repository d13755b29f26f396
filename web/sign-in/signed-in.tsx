import { fetchAuthSession } from 'aws-amplify/auth';
import { type ReactNode, useEffect } from 'react';
import type { SignedInUser } from '../session/session.js';
import { useVisit } from '../session/use-visit.js';

/** Starts the session of whoever has signed in. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const visit = useVisit();
  useEffect(() => {
    let mounted = true;
    void signedInUser().then((user) => {
      if (mounted) void visit.start(user);
    });
    return () => {
      mounted = false;
    };
  }, [visit]);
  return children;
}

async function signedInUser(): Promise<SignedInUser> {
  const { tokens } = await fetchAuthSession().catch(() => ({ tokens: undefined }));
  const claims = tokens?.idToken?.payload ?? {};
  return { email: String(claims.email ?? 'Signed in'), claims };
}
