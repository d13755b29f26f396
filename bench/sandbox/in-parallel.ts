/** Runs `work` so many times, with at most `width` at once. */
export async function inParallel<T>(times: number, width: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let left = times;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      results.push(await work());
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
