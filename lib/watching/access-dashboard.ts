import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { answerDimensions, answerMetrics } from '../../contract/answer-metrics.js';
import { apiMetrics, functionMetrics, iotMetric, iotRequestsMetric, type Watched } from './watched-metrics.js';

const WIDTH = 8;

/** One page of graphs: the API, the function, AWS IoT, and with `metrics` what came of the requests. */
export class AccessDashboard extends Construct {
  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    const ofApi = apiMetrics(watched);
    const ofFunction = functionMetrics(watched);
    const rows: IWidget[][] = [
      heading('## /attach-policy'),
      [
        graph('Requests to the API', [ofApi.requests, ofApi.refused, ofApi.errors]),
        graph('Latency of the API (p99)', [ofApi.p99], 'ms'),
        graph('Duration of the function (p99)', [ofFunction.p99], 'ms'),
      ],
      [
        graph('Calls of the function', [ofFunction.invocations, ofFunction.errors, ofFunction.throttles]),
        graph('Concurrent calls', [ofFunction.concurrent]),
        ...(watched.metrics ? [outcomesOf(watched)] : []),
      ],
      ...(watched.metrics ? [[graph('Requests to AWS IoT', requestsOf(watched))]] : []),
      heading('## AWS IoT: all clients of the account and Region'),
      [
        graph('Connects', iot('Connect', ['Success', 'AuthError', 'ClientError', 'ServerError'])),
        graph('Connects throttled', iot('Connect', ['Throttle', 'ClientIDThrottle'])),
        graph('Subscriptions', iot('Subscribe', ['Success', 'AuthError', 'ClientError', 'Throttle'])),
      ],
      [
        graph('Messages published', iot('PublishIn', ['Success', 'AuthError', 'ClientError', 'Throttle'])),
        graph('Messages delivered', iot('PublishOut', ['Success', 'AuthError', 'ClientError', 'Throttle'])),
      ],
    ];
    new Dashboard(this, 'Dashboard', { widgets: rows });
  }
}

function heading(markdown: string): IWidget[] {
  return [new TextWidget({ markdown, width: 3 * WIDTH, height: 1 })];
}

function graph(title: string, left: IMetric[], label = 'in five minutes'): IWidget {
  return new GraphWidget({ title, left, width: WIDTH, leftYAxis: { label, min: 0, showUnits: false } });
}

function iot(of: string, names: readonly string[]): IMetric[] {
  return names.map((name) => iotMetric(`${of}.${name}`));
}

function requestsOf(watched: Watched): IMetric[] {
  return ['attach', 'status', 'detach'].map((action) => iotRequestsMetric(watched, action));
}

/** Whichever outcomes there were: what nobody has met yet is no metric yet. */
function outcomesOf(watched: Watched): IWidget {
  const { namespace, answers } = answerMetrics;
  const { functionName, outcome } = answerDimensions;
  const which = `{${namespace},${functionName},${outcome}} MetricName="${answers}" ${functionName}="${watched.function.functionName}"`;
  const expression = `SEARCH('${which}', 'Sum', 300)`;
  const found = new MathExpression({
    expression,
    label: '',
    usingMetrics: {},
  });
  return graph('Answers by outcome', [found]);
}
