import type { Answer } from './answer.js';
import type { Asking } from './asking.js';

/** What AWS's documents say of it, and where; `quote` is in their words or close to them. */
export interface Documented {
  readonly says: string;
  readonly url: string;
}

/** Something about AWS's behaviour that this project rests on, and how to find it out. */
export interface Question {
  /** Stays as it is: reports of years are compared by it. */
  readonly id: string;
  readonly title: string;
  /** `not found`: nobody here has found it in AWS's documents. */
  readonly documented: Documented | 'not found';
  /** Where the sandbox's answer rests on what was seen by others, or on the stricter reading. */
  readonly reasoned?: string;
  /** Only asked with `--slow`: how long it takes on AWS. A sandbox's clock is moved instead. */
  readonly slow?: string;
  /** What it makes and takes away again, besides connections: `a user and her identity`. */
  readonly creates?: string;
  readonly run: (asking: Asking) => Promise<Answer>;
}

/** AWS's developer guides, whose addresses the questions name. */
export const IOT_GUIDE = 'https://docs.aws.amazon.com/iot/latest/developerguide/';
export const IOT_API = 'https://docs.aws.amazon.com/iot/latest/apireference/';
export const IOT_QUOTAS = 'https://docs.aws.amazon.com/general/latest/gr/iot-core.html';
