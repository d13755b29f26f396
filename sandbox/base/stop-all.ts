/**
 * Ends what was started, in the reverse of its order; one that fails does not leave the others running.
 *
 * @throws what the first of those that failed threw
 */
export async function stopAll(stops: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const stop of stops.toReversed()) {
    await Promise.resolve()
      .then(stop)
      .catch((error) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
