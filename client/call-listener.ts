/**
 * Calls a function of the app's. What it throws, now or by the promise that it gives, goes to `onError`: neither may it
 * disturb us, nor may it be lost.
 */
export function callListener(listener: () => unknown, onError: (error: unknown) => void): void {
  try {
    Promise.resolve(listener()).catch(onError);
  } catch (error) {
    onError(error);
  }
}
