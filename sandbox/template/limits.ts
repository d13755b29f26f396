import { DeploymentError } from '../base/errors.js';

/** What AWS takes for a value; with anything else a stack cannot be deployed, or does not work once it is. */
export interface Limit {
  /** For people: `1 to 900 seconds`. */
  readonly allowed: string;
  /** Where AWS documents it. */
  readonly page: string;
  readonly holds: (value: unknown) => boolean;
}

/** By the name of the property, as CloudFormation writes it. */
export type Limits = Readonly<Record<string, Limit>>;

/** A whole number, written as one or as text, as CloudFormation takes both. */
export function wholeNumber(from: number, to: number, unit: string, page: string): Limit {
  return {
    allowed: `${from} to ${to.toLocaleString('en')}${unit === '' ? '' : ` ${unit}`}`,
    page,
    holds: (value) => {
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      return Number.isInteger(number) && (number as number) >= from && (number as number) <= to;
    },
  };
}

export function oneOf(values: readonly unknown[], page: string): Limit {
  return { allowed: values.join(', '), page, holds: (value) => values.includes(value) };
}

/** @param pattern of the whole text */
export function text(pattern: RegExp, longest: number, page: string): Limit {
  const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags);
  return {
    allowed: `1 to ${longest} characters of ${pattern.source}`,
    page,
    holds: (value) => typeof value === 'string' && value.length >= 1 && value.length <= longest && whole.test(value),
  };
}

/** Characters of a document as JSON, white space not counted. */
export function documentSize(document: unknown): number {
  return JSON.stringify(document ?? '').replace(/\s/g, '').length;
}

/**
 * @param value asked for the value of a property; one that is not there has AWS's default
 * @throws DeploymentError for the first that is beyond its limit
 */
export function holdLimits(where: string, limits: Limits, value: (property: string) => unknown): void {
  for (const [property, limit] of Object.entries(limits)) {
    const given = value(property);
    if (given !== undefined && !limit.holds(given)) throw beyond(property, given, where, limit);
  }
}

/** @param given what there is, if it can be shown in a line */
export function beyond(
  property: string,
  given: unknown,
  where: string,
  { allowed, page }: Pick<Limit, 'allowed' | 'page'>,
): DeploymentError {
  return new DeploymentError(`${property} ${JSON.stringify(given)} of ${where}`, allowed, page);
}
