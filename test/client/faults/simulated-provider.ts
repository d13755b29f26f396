import type { AwsCredentials, CredentialsProvider } from '../../../client/index.js';
import { identityId } from '../client-under-test.js';
import type { World } from './world.js';

export interface SimulatedProvider {
  readonly provide: CredentialsProvider;
  /** Whether AWS takes what is signed with them. */
  isValid(accessKeyId: string): boolean;
  readonly calls: number;
}

/** Keeps credentials until they end, as Amplify and the AWS SDK do. */
export function simulatedProvider({ time, random, weather, log }: World, life: number): SimulatedProvider {
  const ends = new Map<string, number>();
  let kept: AwsCredentials | undefined;
  let calls = 0;

  const hasEnded = ({ expiration }: AwsCredentials) => Number(expiration) <= Date.now();
  const issue = (): AwsCredentials => {
    const accessKeyId = `ASIA${ends.size + 1}`;
    const expiration = Date.now() + life;
    ends.set(accessKeyId, expiration);
    log(`provider issues ${accessKeyId}`);
    return { accessKeyId, secretAccessKey: 'secret', sessionToken: 'token', expiration, identityId };
  };
  const answerAfter = (milliseconds: number) => new Promise<void>((resolve) => time.after(milliseconds, resolve));

  const provide: CredentialsProvider = async ({ forceRefresh = false } = {}) => {
    calls += 1;
    const { provider, network } = weather;
    log(`provider asked ${forceRefresh} ${provider}`);
    const keeps = kept !== undefined && !forceRefresh && (provider === 'stale' || !hasEnded(kept));
    if (keeps && kept !== undefined) return kept;
    await answerAfter(provider === 'slow' ? random.between(1000, 50_000) : random.between(20, 300));
    if (provider === 'silent' || network === 'silent') return new Promise(() => undefined);
    if (provider === 'failing' || network === 'down') throw new TypeError('Failed to fetch');
    if (provider === 'throttled') throw Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });
    kept = issue();
    return kept;
  };

  return {
    provide,
    isValid: (accessKeyId) => (ends.get(accessKeyId) ?? 0) > Date.now(),
    get calls() {
      return calls;
    },
  };
}
