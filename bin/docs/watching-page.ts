import { App } from 'aws-cdk-lib';
import { IotAccessStack, readSettings } from '../../lib/index.js';
import { defaultThresholds } from '../../lib/watching/alarms.js';
import { counted } from './counted.js';

/** Blocks of `docs/watching.md` that are made from the template, by the name that their marker has. */
export function watchingPageBlocks(context: Record<string, unknown>): Record<string, string> {
  const app = new App({ analyticsReporting: false, context: { ...context, ...QUICK } });
  const stack = new IotAccessStack(app, 'CognitoIotAccess', readSettings({ alarms: {}, metrics: true }));
  const template: Template = app.synth().getStackArtifact(stack.artifactId).template;
  const alarms = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  const settings = Object.keys(defaultThresholds);
  if (alarms.length !== settings.length) throw new Error('each threshold has one alarm, and each alarm a threshold');
  const rows = alarms.map(({ Properties }) => rowOf(Properties));
  return {
    'how many metrics': howMany(),
    alarms: ['| metric | told from | it says |', '|---|---|---|', ...rows].join('\n'),
  };
}

function howMany(): string {
  return `An outcome that never occurs costs nothing, so these are a handful in an ordinary month, and at most ${counted.metrics}.`;
}

/** No bundle, and no report of warnings that were meant. */
const QUICK = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:annotationsInValidationReport': false };

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: AlarmProperties }>>;
}

/** A metric with a label stands in a list. */
interface AlarmProperties {
  readonly AlarmDescription: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Period?: number;
  readonly ExtendedStatistic?: string;
  readonly Metrics?: readonly { readonly MetricStat: MetricStat }[];
}

interface MetricStat {
  readonly Metric: { readonly Namespace: string; readonly MetricName: string };
  readonly Period: number;
}

function rowOf(alarm: AlarmProperties): string {
  const { AlarmDescription, Threshold, EvaluationPeriods, ExtendedStatistic: percentile } = alarm;
  const [{ MetricStat: listed } = { MetricStat: undefined }] = alarm.Metrics ?? [];
  const name = `\`${alarm.Namespace ?? listed?.Metric.Namespace} ${alarm.MetricName ?? listed?.Metric.MetricName}\``;
  const minutes = (alarm.Period ?? listed?.Period ?? 0) / 60;
  const within = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const often = EvaluationPeriods > 1 ? `, ${EvaluationPeriods} times in a row` : '';
  const from = percentile ? `${Threshold} ms` : String(Threshold);
  return `| ${percentile ? `${name}, ${percentile}` : name} | ${from} in ${within}${often} | ${AlarmDescription} |`;
}
