/** What was asked of AWS: what it said, or why that cannot be known. */
export type Answer<T> = { readonly known: T } | { readonly unknown: string };

/** AWS's names for a caller who lacks the right. */
const NO_RIGHT = /^(AccessDenied(Exception)?|UnauthorizedException|ForbiddenException|UnauthorizedOperation)$/;

/**
 * Asks, and takes a failure for an answer: that one question cannot be answered keeps nobody from the others.
 *
 * @param action the IAM action that it takes, by which an operator who lacks it is told
 */
export async function ask<T>(action: string, call: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { known: await call() };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    if (NO_RIGHT.test(name)) return { unknown: `you have no right to ask: allow yourself ${action}` };
    return { unknown: `${action} failed (${name}: ${message})` };
  }
}

/** What is there, or undefined for one of these errors, by which AWS says that it is not. */
export async function orNone<T>(call: Promise<T>, ...names: readonly string[]): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}

/** What follows from an answer; what is not known stays so, and says why. */
export async function after<T, R>(answer: Answer<T>, next: (known: T) => Promise<Answer<R>>): Promise<Answer<R>> {
  return 'unknown' in answer ? answer : next(answer.known);
}
