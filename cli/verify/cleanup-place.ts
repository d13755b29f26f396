import type { Deployment } from '../deployment/deployment.js';
import type { VerifyOptions } from './verify-options.js';

/** What clean-ups need to know. */
export interface CleanupPlace {
  readonly deployment: Deployment;
  readonly options: VerifyOptions;
  /** Milliseconds that AWS may take to forget that a policy was attached. */
  readonly patience: number;
  /** `aws …`, in that Region, with that profile or at that sandbox. */
  readonly command: (words: string) => string;
}

/** For people who do it by hand. */
export function commandLine({ profile, region, sandbox }: VerifyOptions, stackRegion: string) {
  const where = [
    `--region ${region ?? stackRegion}`,
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
    ...(sandbox === undefined ? [] : [`--endpoint-url ${sandbox}`]),
  ];
  return (words: string) => `aws ${words} ${where.join(' ')}`;
}
