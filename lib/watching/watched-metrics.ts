import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { answerDimensions, answerMetrics } from '../../contract/answer-metrics.js';

/** What is watched. */
export interface Watched {
  readonly function: LambdaFunction;
  readonly api: RestApi;
  /** Whether the function sends metrics of its own. */
  readonly metrics: boolean;
}

const five: MetricOptions = { period: Duration.minutes(5), statistic: 'Sum' };

/** Of the function, which AWS Lambda publishes at no cost. */
export function functionMetrics({ function: fn }: Watched) {
  return {
    invocations: fn.metricInvocations(five),
    errors: fn.metricErrors(five),
    throttles: fn.metricThrottles(five),
    p99: fn.metricDuration({ ...five, statistic: 'p99' }),
    concurrent: fn.metric('ConcurrentExecutions', { ...five, statistic: 'Maximum' }),
  };
}

/** Of the API: of all its stages and methods together, which API Gateway publishes at no cost. */
export function apiMetrics({ api }: Watched) {
  return {
    requests: api.metricCount(five),
    refused: api.metricClientError(five),
    errors: api.metricServerError(five),
    p99: api.metricLatency({ ...five, statistic: 'p99' }),
  };
}

/**
 * Of AWS IoT, at no cost: of all clients of the account and Region, for it tells none of a policy, a client ID or an
 * identity. Clients over WebSockets speak MQTT, so the dimension is the same.
 *
 * @param name `Connect.Success`
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/metrics_dimensions.html
 */
export function iotMetric(name: string): Metric {
  return new Metric({
    namespace: 'AWS/IoT',
    metricName: name,
    dimensionsMap: { Protocol: 'MQTT' },
    ...five,
    label: name,
  });
}

/** Answers of the function with this outcome, which it sends with `metrics`. */
export function answersMetric({ function: fn }: Watched, outcome: string): Metric {
  return ownMetric(answerMetrics.answers, fn, { [answerDimensions.outcome]: outcome }, outcome);
}

/** Requests to AWS IoT that the function sent for this action. */
export function iotRequestsMetric({ function: fn }: Watched, action: string): Metric {
  return ownMetric(answerMetrics.iotRequests, fn, { [answerDimensions.action]: action }, action);
}

function ownMetric(name: string, fn: LambdaFunction, by: Record<string, string>, label: string): Metric {
  const dimensionsMap = { [answerDimensions.functionName]: fn.functionName, ...by };
  return new Metric({ namespace: answerMetrics.namespace, metricName: name, dimensionsMap, ...five, label });
}
