import { answerMetrics } from '../../../contract/answer-metrics.js';
import { literal, resource, roleStatements, synthesizedTemplate } from '../synthesized-template.js';

const slowSynthesis = 60_000;

describe('tracing', () => {
  const traces = { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] };

  it('is on at API and function, whose role may send traces and nothing else besides', () => {
    const template = synthesizedTemplate({ tracing: true });
    expect(resource(template, 'AWS::ApiGateway::Stage').Properties.TracingEnabled).toBe(true);
    const { TracingConfig } = resource(template, 'AWS::Lambda::Function', 'AttachPolicyFunction').Properties;
    expect(TracingConfig).toEqual({ Mode: 'Active' });
    const before = roleStatements(synthesizedTemplate(), 'AttachPolicyRole');
    const after = roleStatements(template, 'AttachPolicyRole');
    const added = after.flatMap(({ actions }) => actions).filter((action) => action.startsWith('xray:'));
    expect(added.sort()).toEqual([...traces.actions].sort());
    const others = after.map((one) => ({ ...one, actions: one.actions.filter((name) => !name.startsWith('xray:')) }));
    expect(others.filter(({ actions }) => actions.length > 0)).toEqual(before);
  });

  it('is off by default', () => {
    const template = synthesizedTemplate();
    expect(resource(template, 'AWS::ApiGateway::Stage').Properties.TracingEnabled).toBeUndefined();
    expect(
      roleStatements(template, 'AttachPolicyRole')
        .flatMap(({ actions }) => actions)
        .join(),
    ).not.toContain('xray');
  });
});

describe('metrics', () => {
  it.each([
    { settings: { metrics: true }, namespace: answerMetrics.namespace },
    { settings: {}, namespace: undefined },
  ])('are sent by the function into $namespace with $settings', ({ settings, namespace }) => {
    const fn = resource(synthesizedTemplate(settings), 'AWS::Lambda::Function', 'AttachPolicyFunction');
    expect(fn.Properties.Environment.Variables.METRICS_NAMESPACE).toBe(namespace);
  });
});

describe('the dashboard', () => {
  const ownMetrics = new RegExp(`${answerMetrics.answers}|${answerMetrics.iotRequests}`);
  const bodyOf = (settings: object) => {
    const template = synthesizedTemplate(settings);
    const { DashboardBody, DashboardName } = resource(template, 'AWS::CloudWatch::Dashboard').Properties;
    // A name of its own would be the same in a second stack.
    expect(DashboardName).toBeUndefined();
    return JSON.parse(literal(DashboardBody)) as { readonly widgets: readonly { readonly properties: Properties }[] };
  };
  interface Properties {
    readonly title?: string;
    readonly metrics?: readonly unknown[][];
  }
  const metricsOf = (settings: object) =>
    bodyOf(settings).widgets.flatMap(({ properties: { metrics = [] } }) => metrics.map((one) => JSON.stringify(one)));

  it(
    'shows API, function and the broker of AWS IoT by the names that AWS publishes',
    () => {
      const shown = metricsOf({ dashboard: true }).join('\n');
      for (const name of ['"AWS/ApiGateway","5XXError"', '"AWS/Lambda","Throttles"', '"AWS/IoT","Connect.AuthError"']) {
        expect(shown).toContain(name);
      }
      // Of another deployment's function it shows nothing, and none of ours is sent without metrics.
      expect(shown).not.toMatch(ownMetrics);
      expect(shown).toMatch(/"FunctionName","<AccessAttachPolicyFunction\w+>"/);
    },
    slowSynthesis,
  );

  it(
    'shows what came of the requests where the function tells',
    () => {
      const [search, ...requests] = metricsOf({ dashboard: true, metrics: true }).filter((one) => ownMetrics.test(one));
      expect(search).toContain('SEARCH(');
      expect(search).toMatch(/FunctionName=\\"<AccessAttachPolicyFunction\w+>\\"/);
      expect(requests.map((one) => JSON.parse(one)[3])).toEqual(['attach', 'status', 'detach']);
    },
    slowSynthesis,
  );

  it('has 50 metrics at most: AWS takes more for one with more, whatever else there is', () => {
    expect(metricsOf({ dashboard: true, metrics: true }).length).toBeLessThanOrEqual(50);
  });
});
