import expected from './expected.json' with { type: 'json' };
import type { Report } from './report.js';

/** What the sandbox answers, as it was recorded with this version. */
export const RECORDED = expected as Report;

/**
 * What AWS answered. Undefined: nobody has asked there yet. A report that `cognito-iot conformance --slow --report` has
 * written on AWS belongs into `seen-on-aws.json`, beside the recorded one, and is imported here.
 */
export const SEEN_ON_AWS: Report | undefined = undefined;
