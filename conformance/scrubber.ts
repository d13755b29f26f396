import type { Answer } from './answer.js';

/** Takes out of what is told whatever is this account's, this stack's or this run's own. */
export interface Scrubber {
  /** Puts `<name>` in the place of a text, wherever it comes. Texts that hold another one go first. */
  call(text: string | undefined, name: string): void;
  /** As it may be told. */
  scrub<T extends Answer>(answer: T): T;
  /** Whether something is in the text that was to be taken out. */
  leaks(text: string): readonly string[];
}

/** A text that is shorter may come by chance. */
const SHORTEST_NAMED = 4;

export function createScrubber(): Scrubber {
  const names = new Map<string, string>();
  const scrubText = (text: string): string => {
    const longestFirst = [...names].sort(([one], [other]) => other.length - one.length);
    const named = longestFirst.reduce((left, [own, name]) => left.replaceAll(own, `<${name}>`), text);
    return PATTERNS.reduce((left, [pattern, put]) => left.replace(pattern, put), named);
  };
  const scrub = (answer: Answer): Answer => {
    if (typeof answer === 'string') return scrubText(answer);
    if (Array.isArray(answer)) return answer.map(scrub);
    if (typeof answer !== 'object' || answer === null) return answer;
    return Object.fromEntries(Object.entries(answer).map(([name, value]) => [scrubText(name), scrub(value as Answer)]));
  };
  return {
    call(text, name) {
      if (text !== undefined && text.length >= SHORTEST_NAMED) names.set(text, name);
    },
    scrub: <T extends Answer>(answer: T) => scrub(answer) as T,
    leaks: (text) => [
      ...[...names].filter(([own]) => text.includes(own)).map(([, name]) => name),
      ...PATTERNS.filter(([pattern]) => text.search(pattern) >= 0).map(([, put]) => put),
    ],
  };
}

/** What has a form of its own, in the order in which it is looked for: what holds another comes before it. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<token>'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<e-mail>'],
  [/\b(?:AKIA|ASIA|AROA|AIDA|ANPA|AGPA|ABIA|ACCA)[A-Z0-9]{8,}\b/g, '<key>'],
  [/\b[a-z]{2}(?:-[a-z]+)+-\d_[A-Za-z0-9]{6,}\b/g, '<user pool>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, '<host>'],
  [/\blocalhost(?::\d+)?\b/g, '<host>'],
  // Cognito's are the same for everybody: they are names of providers.
  [
    /\b(?!cognito-)[\w-]+(?:\.[\w-]+)*\.(?:iot|execute-api|lambda-url|auth|auth-fips)\.[\w.<>-]*(?:amazonaws|amazoncognito)\.com(?:\.cn)?/g,
    '<host>',
  ],
  [/\b\d{8}T\d{6}Z\b/g, '<time>'],
  [/\b\d{12}\b/g, '<account>'],
  [/\*{8}\d{4}\b/g, '<account>'],
  [/\b1\d{9}(?:\d{3})?\b/g, '<time>'],
  // Signatures, session tokens, digests.
  [/[A-Za-z0-9+/]{40,}={0,2}/g, '<secret>'],
];
