/**
 * Who may import whom. Arrows point one way; the architecture page draws the same table. Each rule is a room, and
 * `test/rules/import-table.rules.ts` fails for a file that stands in none; a wall goes around several rooms.
 */
const only = (name, from, to, why) => ({
  name,
  comment: why,
  severity: 'error',
  from: { path: from },
  // Everyone may import `contract`: it is what crosses walls.
  to: { path: '^(?!node_modules/|contract/)[^/]+/', pathNot: to, dependencyTypesNot: ['core'] },
});

const libBase =
  '(acknowledge|acknowledge-wildcards|defined|function-code|identity-provider|node-runtime|settings-error)\\.ts$';
/** All rooms but `settings`, composed: what is set is turned into its props. */
const libWhole = '(check-together|iot-access|iot-access-props|iot-access-stack|stack-outputs|stated-intent)\\.ts$';
/** What each room of `lib` may import besides itself. Only `index.ts` knows them all. */
const libRooms = [
  ['access', [libBase]],
  ['directory', [libBase]],
  ['devices', [libBase, 'access/', 'directory/']],
  ['sign-in', [libBase, 'access/']],
  ['api', [libBase, 'access/']],
  ['teardown', [libBase, 'access/']],
  ['watching', [libBase]],
  ['settings', [libBase, 'access/', 'sign-in/', 'api/', 'directory/', 'devices/', 'watching/', libWhole]],
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    // What these import is installed by the run that tries them.
    {
      name: 'resolvable',
      severity: 'error',
      from: { pathNot: '^(test/clients/javascript/[^/]+|examples)/' },
      to: { couldNotResolve: true },
    },
    only('contract', '^contract/', '^contract/', 'shapes that cross walls; it stands on nothing'),
    only('changes', '^changes/', '^changes/', 'what an update does: knows templates, and no stack of ours'),
    only('costs', '^costs/', '^costs/', 'prices, quotas and formulas: pure, for the documents'),
    only(
      'bin',
      '^bin/',
      '^(bin|changes|conformance|costs|lib)/',
      'the CDK app knows the constructs, and the documents what updates do and what was asked of AWS',
    ),
    only('devices', '^devices/', '^devices/', "what a user's own policies hold: pure, for whoever sets and who grants"),
    only('lib-wall', '^lib/', '^(lib|devices)/', 'what is deployed; it names the Lambda by path'),
    ...libRooms.map(([room, mayImport]) =>
      only(
        `lib-${room}`,
        `^lib/${room}/`,
        `^(lib/(${mayImport.join('|')}|${room}/)|devices/)`,
        'rooms stand on those named before',
      ),
    ),
    only(
      'lib-whole',
      `^lib/${libWhole}`,
      '^(lib/(?!settings/|index)|devices/)',
      'the constructs, however they were set',
    ),
    only('lib-index', '^lib/index\\.ts$', '^lib/', 'what apps import'),
    only('lib-base', `^lib/${libBase}`, `^lib/${libBase}`, 'everything in lib stands on these'),
    only(
      'lambda',
      '^lambda/',
      '^(lambda/|operations/|devices/policy-name)',
      'runs in AWS: itself, and what an operator does with many',
    ),
    only('directory', '^directory/', '^directory/', 'reads the directory, for back ends'),
    only('conformance', '^conformance/', '^(conformance|journey)/', 'asks AWS, or what stands in for it'),
    only('grants', '^grants/', '^(grants|devices)/', 'grants devices, for back ends and operators'),
    only(
      'operations',
      '^operations/',
      '^(operations|devices|directory|grants)/',
      'what an operator does with many: pure',
    ),
    only('client', '^client/', '^client/', 'runs in browsers: nothing of ours but itself'),
    only('web', '^web/', '^(web|client)/', 'the page is a client'),
    only('console', '^console/', '^console/', 'shows what the sandbox tells; knows its contract alone'),
    only(
      'bench',
      '^bench/',
      '^(bench|costs|lib|lambda|client|journey|sandbox|cli)/',
      'measures the others; nobody imports it',
    ),
    only('journey', '^journey/', '^journey/', 'drives real clients; knows endpoints, not the sandbox'),
    only(
      'examples',
      '^examples/',
      '^(examples|@aws-amplify|cognito-iot-[a-z]+)/',
      'apps of somebody else: ours is installed there, as it was packed',
    ),
    only('packaging', '^packaging/', '^(packaging|lambda/bundle)', 'makes the packages, the bundle among them'),
    only('test', '^test/', '.', 'may look at everything; nobody imports it'),
    only('settings-of-tools', '^[^/]+$', '^test/support/', 'jest and its like'),
    only('sandbox-base', '^sandbox/base/', '^sandbox/base/', 'everything stands on these'),
    only('sandbox-state', '^sandbox/state/', '^sandbox/state/', 'keeps whatever the services tell it'),
    only('sandbox-tls', '^sandbox/tls/', '^sandbox/tls/', 'certificates know nothing of what they are for'),
    only('sandbox-template', '^sandbox/template/', '^sandbox/(base|template)/', 'the engine knows no service'),
    only(
      'sandbox-iam',
      '^sandbox/iam/(?!iam\\.ts|operations/)',
      '^sandbox/(base|template|iam)/',
      'policies know no service',
    ),
    only(
      'sandbox-iam-service',
      '^sandbox/iam/(iam\\.ts$|operations/)',
      '^sandbox/(base|template|service|iam)/',
      'a service among others',
    ),
    only(
      'sandbox-log-groups',
      '^sandbox/logs/log-groups\\.ts$',
      '^sandbox/base/',
      'whatever has lines writes them here',
    ),
    only(
      'sandbox-service',
      '^sandbox/service/',
      '^sandbox/((base|template|state|iam|service)/|logs/log-groups)',
      'what a service is, and how its operations are called',
    ),
    only('sandbox-http', '^sandbox/http/', '^sandbox/(base|iam|service|http)/', "AWS's protocols know no service"),
    only(
      'sandbox-logs',
      '^sandbox/logs/(?!log-groups\\.ts)',
      '^sandbox/(base|template|state|iam|service|http|logs)/',
      'a service among others',
    ),
    ...['sts', 'cloudformation', 'cognito', 'iot', 'dynamodb', 'lambda', 'api-gateway', 'introspection'].map(
      (service) =>
        only(
          `sandbox-${service}`,
          `^sandbox/${service}/`,
          `^sandbox/(base|template|state|iam|service|http|${service})/`,
          'a service is a folder; services do not meet',
        ),
    ),
    only(
      'sandbox-access',
      '^sandbox/access/',
      '^sandbox/(base|template|iam|access)/',
      'reads a template, and boots nothing',
    ),
    only('sandbox-composition', '^sandbox/[^/]+\\.ts$', '^sandbox/', 'it hands one part to the other as functions'),
    only('sandbox-seed', '^sandbox/seed/', '^sandbox/', 'made by the operations of all services'),
    only(
      'sandbox-testing',
      '^sandbox/testing/',
      '^sandbox/(testing/|index\\.ts$)',
      'an entry of its own: it stands on what everybody can take',
    ),
    // The command is a package of its own: what it takes from the sandbox is what everybody can take.
    only(
      'cli',
      '^cli/(?!start)',
      '^(cli/(?!start)|changes/|conformance/|journey/|operations/|(sandbox|grants|directory)/index\\.ts$)',
      'the command',
    ),
    only('cli-start', '^cli/start', '^(cli/|sandbox/index\\.ts$|journey/)', '`npm start`: our stack, then the journey'),
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
