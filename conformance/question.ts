import type { Asking } from './asking.js';

/** A small JSON value. It holds nothing that another account, or another run, would answer otherwise. */
export type Answer = string | number | boolean | null | readonly Answer[] | { readonly [name: string]: Answer };

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

/** The stack, or the account, lacks what the question is about. */
export class NotAsked extends Error {
  override readonly name = 'NotAsked';
}

/** AWS's developer guides, whose addresses the questions name. */
export const IOT_GUIDE = 'https://docs.aws.amazon.com/iot/latest/developerguide/';
export const IOT_API = 'https://docs.aws.amazon.com/iot/latest/apireference/';
export const IOT_QUOTAS = 'https://docs.aws.amazon.com/general/latest/gr/iot-core.html';
