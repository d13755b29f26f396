import { runningSandbox } from '../support/running-sandbox.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { type EditableTemplate, synthesizedAssembly } from '../support/synthesized-assembly.js';
import { inSandbox, verified } from './verify-runs.js';
import { verifiedSandbox, whatThereIs } from './verify-sandbox.js';

jest.setTimeout(120_000);

describe('with an app client of somebody else', () => {
  const allowing =
    (...flows: string[]) =>
    (template: EditableTemplate) => {
      for (const { Type, Properties } of Object.values(template.Resources)) {
        if (Type === 'AWS::Cognito::UserPoolClient') Properties.ExplicitAuthFlows = flows;
      }
    };

  it.each(['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'])('signs in by %s', (flow) =>
    inSandbox(
      runningSandbox({ assembly: synthesizedAssembly(allowing(flow, 'ALLOW_CUSTOM_AUTH')) }),
      async (sandbox) => {
        const { code, steps } = await verified(sandbox);
        expect([code, steps.filter(({ ok }) => !ok)]).toEqual([0, []]);
        expect(steps.find(({ step }) => step === 'sign-in')?.detail).toEqual({ flow: flow.replace('ALLOW_', '') });
      },
    ),
  );

  it('says that nobody can sign in where the client knows no password, and makes nothing', () =>
    inSandbox(runningSandbox({ assembly: synthesizedAssembly(allowing('ALLOW_CUSTOM_AUTH')) }), async (sandbox) => {
      const { code, lines } = await verified(sandbox);
      const message = expect.stringMatching(/ExplicitAuthFlows: ALLOW_CUSTOM_AUTH.*allow ALLOW_USER_SRP_AUTH/);
      expect([code, lines]).toEqual([1, [{ error: { code: 'DeploymentError', message } }]]);
      expect(sandbox.views.users()).toEqual([]);
    }));
});

describe('with what only the assembly says', () => {
  it('tries no guest, and says why; groups are found without it', () =>
    inSandbox(verifiedSandbox('stack with groups and guests'), async (sandbox) => {
      const { code, lines, steps } = await verified(sandbox);
      expect(code).toBe(0);
      expect(lines[0]?.plan.groups).toEqual(['operators']);
      expect(steps.filter(({ who }) => who === 'guest')).toEqual([
        expect.objectContaining({ step: 'identity', ok: true, skipped: expect.stringContaining('--assembly') }),
      ]);
    }));
});

describe('with a user who is there', () => {
  it('makes nobody, leaves the identity, and detaches what it has attached', () =>
    inSandbox(runningSandbox(), async (sandbox) => {
      const { email, password } = await signedInUser(sandbox);
      const before = await whatThereIs(sandbox);
      const run = () => verified(sandbox, ['--user', email], { COGNITO_IOT_PASSWORD: password });
      const { code, steps, last } = await run();
      expect([code, last?.verdict, steps.filter(({ ok }) => !ok)]).toEqual([0, 'passed', []]);
      expect(await whatThereIs(sandbox)).toEqual(before);
      const wrong = await verified(sandbox, ['--user', email], { COGNITO_IOT_PASSWORD: 'wrong' });
      expect(wrong.last).toMatchObject({ verdict: 'failed', failed: { step: 'sign-in' } });
      const none = await verified(sandbox, ['--user', email], { COGNITO_IOT_PASSWORD: '' });
      expect(none.last).toMatchObject({ error: { message: expect.stringContaining('COGNITO_IOT_PASSWORD') } });
    }));
});

it('sets up an authenticator for made-up users where the pool requires one', () =>
  inSandbox(settingsSandbox({ mfa: 'required' }), async (sandbox) => {
    const before = await whatThereIs(sandbox);
    expect(await verified(sandbox)).toMatchObject({ code: 0, last: { verdict: 'passed' } });
    expect(await whatThereIs(sandbox)).toEqual(before);
  }));
