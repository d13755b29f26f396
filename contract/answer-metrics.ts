/** What the function's metrics of its own are called, for who sends and who watches them. */
export const answerMetrics = {
  namespace: 'CognitoIotAccess',
  /** Requests that were answered. By `FunctionName` and `Outcome`. */
  answers: 'Answers',
  /** HTTP requests sent to AWS IoT for them, retries included. By `FunctionName` and `Action`. */
  iotRequests: 'IotRequests',
} as const;

/** The dimensions: which deployment, what came of a request, what it asked for. Never who asked: each value is paid for. */
export const answerDimensions = { functionName: 'FunctionName', outcome: 'Outcome', action: 'Action' } as const;

/** Outcome of a request that did what it was to do; all others are error codes, or the one of `outcomes` that follows. */
export const outcomes = {
  ok: 'OK',
  /** A `Throttled` that holds for one user alone, who asks again and again; AWS IoT was not asked. */
  userThrottled: 'UserThrottled',
} as const;
