import { answerDimensions, answerMetrics, outcomes } from '../../contract/answer-metrics.js';
import type { ApiError } from './errors.js';

export interface MetricsLogProps {
  readonly namespace: string;
  readonly functionName: string;
  /** To the function's own standard output. */
  readonly write: (text: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What is counted of a request, among all that is logged of it. */
export interface CountedRequest {
  readonly event: string;
  readonly attempts: number;
  /** Lambda's own. */
  readonly invocationId: string | undefined;
}

export type Level = 'info' | 'warn' | 'error';

/** Writes a line of the log that CloudWatch also takes metrics from. */
export type MetricsLog = (level: Level, line: object, request: CountedRequest, error?: ApiError) => void;

const { functionName, outcome, action } = answerDimensions;

/**
 * The log's own line in the embedded metric format. It is written past the console: Lambda's puts what it is given into the
 * member `message`, and CloudWatch looks for `_aws` at the top alone. What else stands there is as Lambda writes it, so
 * who reads the log need not know which line this is; what is JSON already, Lambda leaves as it is.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
export function createMetricsLog(props: MetricsLogProps): MetricsLog {
  const { namespace: Namespace, write, now } = props;
  const answers = directive(Namespace, answerMetrics.answers, outcome);
  const both = [...answers, ...directive(Namespace, answerMetrics.iotRequests, action)];

  return (level, message, { event, attempts, invocationId }, error) => {
    const Timestamp = now();
    // A request that AWS IoT was not asked for has no share in its quota, and would be one more metric to pay for.
    const asked = attempts > 0;
    const line = {
      timestamp: new Date(Timestamp).toISOString(),
      level: level.toUpperCase(),
      requestId: invocationId,
      message,
      _aws: { Timestamp, CloudWatchMetrics: asked ? both : answers },
      [functionName]: props.functionName,
      [outcome]: error?.outcome ?? outcomes.ok,
      [answerMetrics.answers]: 1,
      ...(asked && { [action]: event, [answerMetrics.iotRequests]: attempts }),
    };
    write(`${JSON.stringify(line)}\n`);
  };
}

function directive(Namespace: string, Name: string, dimension: string): object[] {
  return [{ Namespace, Dimensions: [[functionName, dimension]], Metrics: [{ Name, Unit: 'Count' }] }];
}
