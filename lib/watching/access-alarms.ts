import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { outcomes } from '../../contract/answer-metrics.js';
import { defined } from '../defined.js';
import { AlarmTopic } from './alarm-topic.js';
import { type Alarms, type AlarmThresholds, defaultThresholds } from './alarms.js';
import {
  answersMetric,
  apiMetrics,
  functionMetrics,
  iotMetric,
  iotRequestsMetric,
  type Watched,
} from './watched-metrics.js';

export interface AccessAlarmsProps {
  readonly watched: Watched;
  readonly alarms: Alarms;
}

interface Told {
  readonly metric: IMetric;
  /** From here on. */
  readonly threshold: number;
  /** What is wrong then, and what to look at: the text of the e-mail. */
  readonly says: string;
  /** Times in a row. @default 1 */
  readonly times?: number;
}

/** Share of a quota from which on it is near. */
const NEAR = 0.8;

/** The alarms of one access, and the topic that they tell. */
export class AccessAlarms extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, { watched, alarms }: AccessAlarmsProps) {
    super(scope, id);
    const { topicArn, email, ...given } = alarms;
    const own = () => new AlarmTopic(this, 'Topic', defined({ email })).topic;
    // Its own interface the CDK's class does not fulfil exactly.
    this.topic = topicArn === undefined ? (own() as ITopic) : Topic.fromTopicArn(this, 'Given', topicArn);
    const thresholds = { ...defaultThresholds, ...defined(given) };
    for (const [name, told] of Object.entries(toldOf(watched, thresholds))) this.add(name, told);
  }

  private add(id: string, { metric, threshold, says, times = 1 }: Told): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: says,
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: times,
      // Where nobody calls there is nothing to be told.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}

/** Each alarm by its ID: logical IDs are made of them, and what somebody has silenced hangs on those. */
function toldOf(watched: Watched, to: AlarmThresholds): Readonly<Record<string, Told>> {
  const ofFunction = functionMetrics(watched);
  const ofApi = apiMetrics(watched);
  return {
    FunctionErrors: {
      metric: ofFunction.errors,
      threshold: to.functionErrors,
      says: 'Calls of the attach-policy function broke off or took too long. Its log says why.',
    },
    FunctionThrottles: {
      metric: ofFunction.throttles,
      threshold: to.functionThrottles,
      says: 'Lambda had no concurrency left for the attach-policy function: users got a 500. Raise the quota of the account, or reserve some.',
    },
    FunctionDuration: {
      metric: ofFunction.p99,
      threshold: to.functionMilliseconds,
      times: 3,
      says: 'The attach-policy function is slow: AWS IoT takes long to answer, or memorySize is too low.',
    },
    ApiErrors: {
      metric: ofApi.errors,
      threshold: to.apiErrors,
      says: 'The API answered 5XX. The code in the log of the function says what is wrong; without a line there it never ran.',
    },
    ApiLatency: {
      metric: ofApi.p99,
      threshold: to.apiMilliseconds,
      times: 3,
      says: 'The API is slow, cold starts of its function included.',
    },
    ConnectsRefused: {
      metric: iotMetric('Connect.AuthError'),
      threshold: to.connectsRefused,
      says: 'AWS IoT refuses many connects of this account and Region: more than new users explain. Look for a changed role or policy.',
    },
    ConnectsThrottled: {
      metric: iotMetric('Connect.Throttle'),
      threshold: to.connectsThrottled,
      says: 'More clients of this account and Region connect at once than AWS IoT grants a second (quota L-AEA1E176).',
    },
    ClientsThrottled: {
      metric: iotMetric('Connect.ClientIDThrottle'),
      threshold: to.clientsThrottled,
      says: 'Single client IDs connect more than once a second: a client goes round in a circle, or two share one client ID.',
    },
    ...(watched.metrics && ofOwnMetrics(watched, to)),
  };
}

function ofOwnMetrics(watched: Watched, to: AlarmThresholds): Readonly<Record<string, Told>> {
  const attaches = iotRequestsMetric(watched, 'attach').with({ period: Duration.minutes(1), statistic: Stats.SUM });
  return {
    AttachQuota: {
      metric: attaches,
      threshold: Math.ceil(NEAR * to.attachQuota * 60),
      says: `The attach-policy function asks AWS IoT for nearly as many attaches as the account has (${to.attachQuota} a second, quota L-CA7D4E3E). Others of the account are not counted.`,
    },
    UsersThrottled: {
      metric: answersMetric(watched, outcomes.userThrottled),
      threshold: to.usersThrottled,
      says: 'Single users keep calling the API: a client goes round in a circle. The log of the function says who.',
    },
  };
}
