/**
 * Aborted by the first Ctrl-C, which stops everything in order; a second one ends the process at once.
 *
 * @param lastWords what is said before that
 */
export function listenForEnd(lastWords: () => void = () => undefined): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) {
        lastWords();
        process.exit(130);
      }
      controller.abort();
    });
  }
  // Whoever read our output has gone (`| head`): that ends us as Ctrl-C does, without a stack trace.
  process.stdout.on('error', () => controller.abort());
  return controller.signal;
}
