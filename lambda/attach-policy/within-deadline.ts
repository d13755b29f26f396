/**
 * Runs `run`, but for at most `ms` milliseconds: then the signal is aborted and the promise rejects with `late()`,
 * whether or not `run` listens to the signal. What `run` does afterwards is ignored.
 */
export function withinDeadline<T>(ms: number, run: (signal: AbortSignal) => Promise<T>, late: () => Error): Promise<T> {
  if (ms <= 0) return Promise.reject(late());
  const controller = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      // First the verdict, then the abort: the AbortError that follows comes too late to be the answer.
      reject(late());
      controller.abort();
    }, ms);
    run(controller.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
