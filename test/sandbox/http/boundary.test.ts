import type { AwsCredentials } from '../../../journey/traveller.js';
import type { Fault } from '../../../sandbox/base/faults.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import type { OperationGuard } from '../../../sandbox/service/operation-guard.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';

/** Those that the sandbox goes by: what it shows of them passes calls on. */
const mockGuards: OperationGuard[] = [];
jest.mock('../../../sandbox/service/operation-guard.js', () => {
  const actual = jest.requireActual('../../../sandbox/service/operation-guard.js');
  const createOperationGuard = (...given: unknown[]) => {
    const guard = actual.createOperationGuard(...given);
    mockGuards.push(guard);
    return guard;
  };
  return { ...actual, createOperationGuard };
});

const SECRET = `eyJraWQiOiJ${'aB3'.repeat(40)}`;
const told: Fault[] = [];
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await runningSandbox({ onFault: (fault) => told.push(fault) });
});
afterAll(() => sandbox.stop());
afterEach(() => {
  jest.restoreAllMocks();
  told.length = 0;
});

const guard = () => mockGuards.at(-1) as OperationGuard;

/** The sandbox itself fails from now on, at the door of every service. */
function breakEverything() {
  jest.spyOn(guard(), 'enter').mockImplementation(async () => {
    throw new TypeError(`cannot read ${SECRET}`);
  });
}

function operator(): AwsCredentials {
  return sandbox.views.operator() as AwsCredentials;
}

const failed = (number: number) => `The sandbox itself failed: fault ${number} in its log.`;

describe('a failure of the sandbox itself over a request', () => {
  it.each<{ title: string; where: string; call: () => Promise<Response>; body: (message: string) => object }>([
    {
      title: 'to a JSON service',
      where: 'POST /',
      call: () =>
        fetch(sandbox.url, {
          method: 'POST',
          headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
          body: '{}',
        }),
      body: (message) => ({ __type: 'InternalFailureException', message }),
    },
    {
      title: 'to a REST service',
      where: 'GET /endpoint',
      call: () =>
        signedFetch(`${sandbox.url}/endpoint?endpointType=iot:Data-ATS`, {
          credentials: operator(),
          service: 'iot',
          method: 'GET',
        }),
      body: (message) => ({ message }),
    },
    {
      title: 'to the API',
      where: 'POST /execute-api/',
      call: () => signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials: operator() }),
      body: (message) => ({ message }),
    },
  ])('$title is answered in its protocol, and told once without a secret', async ({ where, call, body }) => {
    breakEverything();
    const response = await call();
    expect(response.status).toBe(500);
    expect(response.headers.get('x-amzn-errortype')).toBe('InternalFailureException');
    expect(await response.json()).toEqual(body(failed(told[0]?.number ?? 0)));
    expect(told).toEqual([
      {
        number: expect.any(Number),
        where: expect.stringContaining(where),
        name: 'TypeError',
        message: 'cannot read […]',
        stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
      },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/eyJ|\?/);
    jest.restoreAllMocks();
    expect((await fetch(`${sandbox.url}/_sandbox/outputs`)).status).toBe(200);
  });

  it('in what it shows itself is answered, and the next view is there', async () => {
    const count = jest.spyOn(guard(), 'counts').mockImplementation(() => {
      throw new RangeError('on purpose');
    });
    const broken = await fetch(`${sandbox.url}/_sandbox/calls`);
    expect(broken.status).toBe(500);
    expect(await broken.json()).toEqual({
      code: 'InternalFailureException',
      message: failed(told[0]?.number ?? 0),
    });
    count.mockRestore();
    expect((await fetch(`${sandbox.url}/_sandbox/calls`)).status).toBe(200);
  });

  it.each([
    { title: 'a body that is no JSON', init: { body: '{' }, code: 'SerializationException', status: 400 },
    {
      title: 'a body that is too long',
      init: { body: 'x'.repeat(1024 * 1024 + 1) },
      code: 'InvalidRequestException',
      status: 413,
    },
  ])('is not $title', async ({ init, code, status }) => {
    const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' };
    const response = await fetch(sandbox.url, { method: 'POST', headers, ...init });
    expect(response.status).toBe(status);
    expect(response.headers.get('x-amzn-errortype')).toBe(code);
    expect(told).toEqual([]);
  });
});
