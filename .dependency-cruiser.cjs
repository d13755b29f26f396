/** Who may import whom. Arrows point one way; README's architecture page draws the same table. */
const only = (name, from, to, why) => ({
  name,
  comment: why,
  severity: 'error',
  from: { path: from },
  to: { path: '^(bin|lib|lambda|client|journey|sandbox|web|bench|test)/', pathNot: to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('bin', '^bin/', '^(bin|lib)/', 'the CDK app knows the constructs and nothing else'),
    only('lib', '^lib/', '^lib/', 'what is deployed; it names the Lambda by path'),
    only('lambda', '^lambda/', '^lambda/', 'runs in AWS: nothing of ours but itself'),
    only('client', '^client/', '^client/', 'runs in browsers: nothing of ours but itself'),
    only('web', '^web/', '^(web|client)/', 'the page is a client'),
    only('bench', '^bench/', '^(bench|lib|lambda|client|journey|sandbox)/', 'measures the others; nobody imports it'),
    only('journey', '^journey/', '^journey/', 'drives real clients; knows endpoints, not the sandbox'),
    only(
      'sandbox-base',
      '^sandbox/(errors|clock|faults|rate-limiter)\\.ts$',
      '^sandbox/(errors|clock|faults|rate-limiter)\\.ts$',
      'everything stands on these',
    ),
    only(
      'sandbox-template',
      '^sandbox/template/',
      '^sandbox/(errors|clock|faults|rate-limiter|template/)',
      'the template is read before anything runs',
    ),
    only(
      'sandbox-iam',
      '^sandbox/iam/',
      '^sandbox/(errors|clock|faults|rate-limiter|template/|iam/)',
      'policies know no service',
    ),
    only('sandbox-state', '^sandbox/state/', '^sandbox/state/', 'keeps whatever the services tell it'),
    only(
      'sandbox-cognito',
      '^sandbox/cognito/',
      '^sandbox/(errors|clock|faults|rate-limiter|template/|iam/|state/|cognito/)',
      'siblings do not meet',
    ),
    only(
      'sandbox-iot',
      '^sandbox/iot/',
      '^sandbox/(errors|clock|faults|rate-limiter|template/|iam/|state/|iot/)',
      'siblings do not meet',
    ),
    only(
      'sandbox-lambda-runtime',
      '^sandbox/lambda-runtime/',
      '^sandbox/(errors|clock|faults|rate-limiter|template/|iam/|lambda-runtime/)',
      'siblings do not meet',
    ),
    only(
      'sandbox-servers',
      '^sandbox/servers/',
      '^sandbox/(errors|clock|faults|rate-limiter|template/|iam/|cognito/|iot/|lambda-runtime/|servers/)',
      'servers stand on services; sandbox.ts composes them',
    ),
    only(
      'sandbox-composition',
      '^sandbox/sandbox\\.ts$',
      '^sandbox/(?!start)',
      'only the command line knows the journey',
    ),
    only('sandbox-start', '^sandbox/start', '^(sandbox|journey)/', 'the command line: sandbox, then journey'),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|cdk\\.out|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
