/** How long this function waits for any AWS service, and how often it asks again. */
export function clientDefaults(region: string) {
  return {
    region,
    // The one retry policy: exponential back-off with jitter, within a budget that the whole environment shares.
    retryMode: 'standard',
    maxAttempts: 3,
    // Without throwOnRequestTimeout the handler only warns; socketTimeout covers a body that stalls after its headers.
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, socketTimeout: 2000, throwOnRequestTimeout: true },
  };
}
