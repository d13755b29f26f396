import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STEP_NAMES } from '../../journey/journey.js';
import { certificateAuthority } from '../../sandbox/index.js';
import { startCommand } from '../support/run-command.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { type EditableTemplate, removeAction, synthesizedAssembly } from '../support/synthesized-assembly.js';
import { inSandbox, type Line, linesOf, verified } from './verify-runs.js';
import {
  type VerifiedStack,
  verifiedAssembly,
  verifiedSandbox,
  verifiedStacks,
  whatThereIs,
} from './verify-sandbox.js';

jest.setTimeout(120_000);

describe('on a stack that is well', () => {
  it.each(Object.keys(verifiedStacks) as VerifiedStack[])('passes, and leaves nothing of it behind: %s', (stack) =>
    inSandbox(verifiedSandbox(stack), async (sandbox) => {
      await signedInUser(sandbox);
      const before = await whatThereIs(sandbox);
      const begun = performance.now();
      const { code, lines, steps, last, err } = await verified(sandbox, ['--assembly', verifiedAssembly(stack)]);
      expect([code, err]).toEqual([0, '']);
      expect(performance.now() - begun).toBeLessThan(120_000);
      expect(steps.filter(({ ok }) => !ok)).toEqual([]);
      expect(steps.slice(0, STEP_NAMES.length).map(({ step }) => step)).toEqual(STEP_NAMES);
      expect(last).toMatchObject({
        verdict: 'passed',
        failed: null,
        left: [],
        attachmentWorksAfterMs: expect.any(Number),
      });
      expect(lines[0]).toMatchObject({ plan: { users: expect.any(Number), region: 'us-east-1' } });
      expect(await whatThereIs(sandbox)).toEqual(before);
    }),
  );
});

it('asks for no right that --help does not name', () =>
  inSandbox(verifiedSandbox('stack with a directory and devices'), async (sandbox) => {
    await verified(sandbox);
    const { out } = await startCommand(['verify', '--help'], tmpdir()).ended;
    const [, rights = ''] = out.split('Rights of the operator');
    let service = '';
    const named = [...rights.matchAll(/(?:([a-z-]+):)?([A-Z]\w+)/g)].map(([, prefix, name]) => {
      service = prefix ?? service;
      return `${service}:${name}`;
    });
    const asked = sandbox.views.decisions(0).filter(({ principal }) => principal.includes('assumed-role/Operator/'));
    const actions = [...new Set(asked.map(({ action }) => action))];
    expect(actions.length).toBeGreaterThan(15);
    expect(actions.filter((action) => !named.includes(action))).toEqual([]);
  }));

describe('on a stack that is broken', () => {
  const withoutReceive = (template: EditableTemplate) => removeAction(template, 'AWS::IAM::Policy', 'iot:Receive');
  const withBrokenFunction = (template: EditableTemplate) => {
    for (const { Type, Properties } of Object.values(template.Resources)) {
      if (Type === 'AWS::Lambda::Function') Properties.Handler = 'index.nothing';
    }
  };

  it.each([
    { broken: 'iot:Receive of the role', edit: withoutReceive, step: 'publish-own', code: 'NoAnswer' },
    {
      broken: 'the function behind the API',
      edit: withBrokenFunction,
      step: 'attach',
      code: 'InternalServerErrorException',
    },
  ])('fails without $broken at $step, ends with 1, and leaves nothing behind', ({ edit, step, code }) =>
    inSandbox(runningSandbox({ assembly: synthesizedAssembly(edit) }), async (sandbox) => {
      const before = await whatThereIs(sandbox);
      const ended = await verified(sandbox);
      expect(ended.steps.find(({ ok }) => !ok)).toMatchObject({ step, detail: { code } });
      expect(ended.last).toMatchObject({ verdict: 'failed', failed: { step }, left: [] });
      expect(ended.code).toBe(1);
      expect(await whatThereIs(sandbox)).toEqual(before);
    }),
  );

  it('fails at the API whose stage has gone, with the outputs of a file, as it would on AWS', () =>
    inSandbox(runningSandbox(), async (sandbox) => {
      const folder = mkdtempSync(join(tmpdir(), 'verify-'));
      try {
        const { outputs, url } = sandbox;
        const gone = {
          ...outputs,
          AttachPolicyUrl: outputs.AttachPolicyUrl?.replace(/[^/]+\/attach-policy$/, 'gone/attach-policy'),
        };
        const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator();
        const env = {
          AWS_ENDPOINT_URL: url,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_SESSION_TOKEN: sessionToken,
          NODE_EXTRA_CA_CERTS: (await certificateAuthority()).caFile,
        };
        const run = async (told: object) => {
          writeFileSync(join(folder, 'cdk-outputs.json'), JSON.stringify({ Stack: told }));
          const { code, out } = await startCommand(['verify', '--json', '--patience', '5'], folder, env).ended;
          return { code, lines: linesOf(out) };
        };
        const before = await whatThereIs(sandbox);
        const broken = await run(gone);
        expect(broken.lines.find(({ ok }) => ok === false)).toMatchObject({ step: 'unsigned-refused' });
        expect(broken).toMatchObject({
          code: 1,
          lines: expect.arrayContaining([expect.objectContaining({ verdict: 'failed' })]),
        });
        const well = await run(outputs);
        expect(well.lines.at(-1)).toMatchObject({ verdict: 'passed' });
        expect(await whatThereIs(sandbox)).toEqual(before);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }));

  it('waits for an attachment that takes a while, and says how long that was; not longer than it is told', () =>
    inSandbox(runningSandbox({ attachDelay: 4 }), async (sandbox) => {
      const { code, last } = await verified(sandbox);
      expect([code, last?.verdict]).toEqual([0, 'passed']);
      expect(last?.attachmentWorksAfterMs).toBeGreaterThan(3000);
      const impatient = await verified(sandbox, ['--patience', '1']);
      expect(impatient.last).toMatchObject({ verdict: 'failed', failed: { step: 'connect' }, left: [] });
    }));
});

describe('what is removed', () => {
  it('goes as far as it can where one removal fails, and the command for that one is told', () =>
    inSandbox(runningSandbox(), async (sandbox) => {
      const before = await whatThereIs(sandbox);
      sandbox.guard.setFailure('cognito-identity:DeleteIdentities', { code: 'AccessDeniedException', rate: 1 });
      const { code, lines, last } = await verified(sandbox);
      const identities = sandbox.views.identities().map(({ identityId }) => identityId);
      expect(identities).toHaveLength(2);
      const byHand = identities.map((identityId) =>
        expect.stringContaining(
          `aws cognito-identity delete-identities --identity-ids-to-delete ${identityId} --region us-east-1`,
        ),
      );
      expect([code, last?.verdict, last?.failed]).toEqual([1, 'failed', null]);
      expect(last?.left.map((one: Line) => one.byHand)).toEqual(expect.arrayContaining(byHand));
      expect(lines.filter(({ event }) => event === 'left')).toHaveLength(2);
      expect(await whatThereIs(sandbox)).toEqual({ ...before, identities: 2 });
    }));

  it('is told when nobody waits for it: by a second Ctrl-C', () =>
    inSandbox(runningSandbox(), async (sandbox) => {
      const { child, ended } = startCommand(['verify', '--sandbox', sandbox.url], tmpdir());
      sandbox.guard.setDelay('cognito-idp:AdminDeleteUser', 60_000);
      let out = '';
      child.stdout?.on('data', (text) => {
        out += text;
        if (/✓ attach /.test(out)) child.kill('SIGINT');
        if (/removed identity/.test(out)) child.kill('SIGINT');
      });
      const { code, err } = await ended;
      expect(code).toBe(130);
      const [user] = sandbox.views.users();
      expect(err).toContain(
        `aws cognito-idp admin-delete-user --user-pool-id ${user?.userPoolId} --username ${user?.email}`,
      );
    }));

  it('is nothing where it only says what it would do', () =>
    inSandbox(runningSandbox(), async (sandbox) => {
      const before = sandbox.guard.counts();
      const { code, lines } = await verified(sandbox, ['--dry-run']);
      expect([code, lines]).toEqual([
        0,
        [{ plan: expect.objectContaining({ users: 2, identities: 2, groups: [], device: false }) }],
      ]);
      const made = Object.keys(sandbox.guard.counts()).filter(
        (name) => !(name in before) && !/:(Describe|List|Get)/.test(name),
      );
      expect(made).toEqual([]);
    }));
});
