import type { SignedInUser } from '../../journey/traveller.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.js';
import { sandboxClients } from '../client/sandbox-clients.js';
import { ofType, stackWithTrialFunction } from '../sandbox/api-gateway/trial-function.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';
import { synthesizedAssembly } from '../support/synthesized-assembly.js';

jest.setTimeout(60_000);
const { boot, newUser, clientOf } = sandboxClients();
const origin = 'http://localhost:8000';
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

/** A sandbox whose function does what the header `x-do` says, and takes a second at most. */
async function trial(options: Partial<SandboxOptions>, reserved?: number | string) {
  const { assembly, deleteCode } = stackWithTrialFunction((template) => {
    for (const { Properties } of ofType(template, 'AWS::Lambda::Function')) {
      if (!Properties.Environment?.Variables?.IOT_POLICY_NAME) continue;
      Object.assign(Properties, { FunctionName: 'trial', ReservedConcurrentExecutions: reserved });
    }
  });
  endings.push(deleteCode);
  const sandbox = await startSandbox({ assembly, ...options });
  endings.unshift(() => sandbox.stop());
  const { credentials } = await signedInUser(sandbox);
  return { sandbox, credentials };
}

type Trial = { sandbox: Sandbox; credentials: SignedInUser['credentials'] };

const callApi = ({ sandbox, credentials }: Trial, order?: string) =>
  signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', {
    credentials,
    headers: { origin, ...(order && { 'x-do': order }) },
  });

function invoke({ sandbox }: Trial, headers = {}) {
  const credentials = sandbox.views.operator() as SignedInUser['credentials'];
  const url = `${sandbox.url}/2015-03-31/functions/trial/invocations`;
  return signedFetch(url, { credentials, service: 'lambda', body: JSON.stringify({ headers }) });
}

async function expectThrottled(response: Response): Promise<void> {
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ message: 'Internal server error' });
  expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
  expect(response.headers.get('access-control-allow-origin')).toBe(origin);
}

it("executions beyond the account's limit are throttled at once, and answered 500 by API Gateway", async () => {
  const place = await trial({ concurrentExecutions: 2 });
  const running = [callApi(place, 'hang'), callApi(place, 'hang')];
  const answers = await Promise.all([...running, ...Array.from({ length: 4 }, () => callApi(place, 'hang'))]);
  const throttled = answers.filter(({ status }) => status === 500);
  // A function that takes too long has failed, which is another status.
  expect(answers.filter(({ status }) => status === 502)).toHaveLength(2);
  expect(throttled).toHaveLength(4);
  for (const answer of throttled) await expectThrottled(answer);
  expect(place.sandbox.views.logs().join('\n')).toContain('ConcurrentInvocationLimitExceeded');
  expect((await callApi(place)).status).toBe(201);
});

it('a function that reserves nothing is throttled always, and its name is the reason', async () => {
  const place = await trial({}, 0);
  await expectThrottled(await callApi(place));
  const response = await invoke(place);
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([429, 'TooManyRequestsException']);
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(await response.json()).toEqual({
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    Type: 'User',
    message: 'Rate Exceeded.',
  });
});

it('a direct invocation beyond the limit is answered 429, whoever uses the limit up', async () => {
  const place = await trial({ concurrentExecutions: 1 });
  const [hanging, second] = await Promise.all([invoke(place, { 'x-do': 'hang' }), invoke(place)]);
  const [ran, refused] = hanging.status === 200 ? [hanging, second] : [second, hanging];
  expect([ran.status, refused.status]).toEqual([200, 429]);
  expect(await refused.json()).toMatchObject({ Reason: 'ConcurrentInvocationLimitExceeded' });
  expect((await invoke(place)).status).toBe(200);
});

it.each([
  { reserved: 901, concurrentExecutions: undefined, least: 100 },
  { reserved: '901', concurrentExecutions: 1000, least: 100 },
  { reserved: 1, concurrentExecutions: 10, least: 10 },
  { reserved: 1, concurrentExecutions: 100, least: 100 },
])('a reservation of $reserved does not boot in an account with $concurrentExecutions', async (given) => {
  const { reserved, concurrentExecutions, least } = given;
  const assembly = synthesizedAssembly((template) => {
    for (const { Properties } of ofType(template, 'AWS::Lambda::Function')) {
      if (Properties.Environment) Properties.ReservedConcurrentExecutions = reserved;
    }
  });
  await expect(startSandbox({ assembly, ...(concurrentExecutions && { concurrentExecutions }) })).rejects.toThrow(
    `UnreservedConcurrentExecution below its minimum value of [${least}]`,
  );
});

it('users who sign in together all connect, though one execution at a time is all that the account has', async () => {
  const sandbox = await boot({ concurrentExecutions: 1 });
  // Long enough for the others to come meanwhile.
  sandbox.guard.setDelay('iot:AttachPolicy', 200);
  const users = [];
  for (let number = 0; number < 5; number += 1) users.push(await newUser(sandbox));
  const clients = users.map((user) => clientOf(sandbox, user));
  await Promise.all(clients.map((client) => client.connect({ deadline: 50_000 })));
  expect(clients.map(({ state }) => state)).toEqual(clients.map(() => 'connected'));
  expect(sandbox.views.logs().join('\n')).toContain('ConcurrentInvocationLimitExceeded');
});
