import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { type StepResult, walkJourney } from '../../journey/journey.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';

const STEPS = [
  'sign-up',
  'confirm',
  'sign-in',
  'identity',
  'unsigned-refused',
  'connect-before-attach-refused',
  'client-attach-refused',
  'attach',
  'connect',
  'attach-again',
  'spoof-ignored',
  'subscribe-own',
  'publish-own',
  'subscribe-foreign-refused',
  'subscribe-wildcard-refused',
  'publish-foreign-refused',
  'foreign-client-id-refused',
  'guest-refused',
  'wrong-password-refused',
  'status',
];

describe('the journey of one user', () => {
  let sandbox: Sandbox;
  const told: StepResult[] = [];

  beforeAll(async () => {
    sandbox = await runningSandbox();
    await walkJourney(sandboxTarget(sandbox), (result) => told.push(result));
  }, 30_000);
  afterAll(() => sandbox.stop());

  it('tells every step once, in order', () => {
    expect(told.map(({ step }) => step)).toEqual(STEPS);
  });

  it.each(STEPS)('succeeds at %s', (step) => {
    expect(told.find((result) => result.step === step)).toMatchObject({ ok: true });
  });

  it("names AWS's own error where something was refused", () => {
    const refused = Object.fromEntries(
      told.filter(({ detail }) => 'refused' in detail).map(({ step, detail }) => [step, detail.refused]),
    );
    expect(refused).toEqual({
      'unsigned-refused': 'MissingAuthenticationTokenException',
      'connect-before-attach-refused': 'SocketClosed',
      'client-attach-refused': 'AccessDeniedException',
      'subscribe-foreign-refused': 'SocketClosed',
      'subscribe-wildcard-refused': 'SocketClosed',
      'publish-foreign-refused': 'SocketClosed',
      'foreign-client-id-refused': 'SocketClosed',
      'guest-refused': 'NotAuthorizedException',
      'wrong-password-refused': 'NotAuthorizedException',
    });
  });

  it('says of a closed connection which of the two documents refused', () => {
    const because = told.find(({ step }) => step === 'connect-before-attach-refused')?.detail.because;
    expect(because).toMatch(/^iot:Connect on .*-early was refused\. IoT policy \(none attached/);
  });
});
