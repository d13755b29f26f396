import type { Layer } from './access-report.js';
import type { Right } from './right.js';

/** One thing that is not as it was. */
export interface Difference {
  readonly kind:
    | 'right-added'
    | 'condition-removed'
    | 'deny-removed'
    | 'layer-removed'
    | 'unknown-policy'
    | 'trust-widened'
    | 'invocation-added'
    | 'door-opened'
    | 'setting-changed'
    | 'mark-added'
    | 'right-removed'
    | 'deny-added'
    | 'layer-added'
    | 'trust-narrowed'
    | 'invocation-removed'
    | 'door-closed'
    | 'principal-added'
    | 'principal-removed';
  /** A principal, or where a door is. */
  readonly where: string;
  readonly what: string;
  readonly layer?: Layer['kind'];
  readonly document?: string;
  readonly statement?: string;
  readonly right?: Right;
  /** Codes of the marks that came with it. */
  readonly marks?: readonly string[];
}

export interface AccessComparison {
  /** Whatever is more than before; nothing of it means that nobody may do more. */
  readonly wider: readonly Difference[];
  /** What is less, and what came without being more. */
  readonly other: readonly Difference[];
}
