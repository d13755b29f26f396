import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { TriedFramework } from '../../bin/docs/tried-frameworks.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { repository } from '../support/documented-snippets.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import type { BuiltApp, Framework } from './framework.js';
import { type FrameworkProject, frameworkProject, installedVersion } from './framework-project.js';
import { frameworks } from './frameworks.js';
import { guideFiles } from './guide-files.js';

/** `BUNDLERS_WRITE=1` writes what came of it; otherwise it has to be what is written. */
const results = join(repository, 'docs/frameworks-tried.json');

describe('the packed client', () => {
  const tried: TriedFramework[] = [];
  const took: string[] = [];
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await runningSandbox();
  });
  afterAll(async () => {
    await sandbox.stop();
    process.stderr.write(`${took.join('\n')}\n`);
  });

  describe.each(frameworks)('in $name', (framework) => {
    let project: FrameworkProject;
    let identityId: string;
    let built: BuiltApp | undefined;
    let installed: number;

    beforeAll(async () => {
      const began = Date.now();
      project = await frameworkProject([...framework.installs, ...(framework.besides ?? [])], framework.node);
      installed = Date.now();
      took.push(`${framework.name}: ${seconds(installed - began)} to install`);
      const { identityId: id, credentials } = await signedInUser(sandbox);
      identityId = id;
      project.write({
        ...framework.starter,
        ...filesOf(framework),
        [framework.outputs]: JSON.stringify(sandbox.outputs),
        [framework.session]: sessionIn(framework.session, { ...credentials, identityId }),
      });
    });
    afterAll(() => {
      took.push(`${framework.name}: ${seconds(Date.now() - installed)} to try`);
      project?.remove();
    });

    it('has types', () => framework.checkTypes(project));

    if (framework.build !== undefined) {
      it('is bundled', async () => {
        built = await framework.build?.(project);
        expect(built?.first.length).toBeGreaterThan(0);
        // The client's checks of its options are; what connects is left for later, where there are files to leave it in.
        expect(isInAny(built?.first, 'AttachPolicyUrl')).toBe(true);
        const [later, first] = built?.lazy.length === 0 ? [built.first, []] : [built?.lazy, built?.first];
        for (const part of ['X-Amz-Signature', 'mqttjs']) {
          expect([part, isInAny(later, part), isInAny(first, part)]).toEqual([part, true, false]);
        }
      });
    }

    it('receives what it publishes', async () => {
      const before = sandbox.views.decisions(0).at(-1)?.number ?? 0;
      await framework.receive(project);
      // The sandbox saw it, whatever the project says of itself.
      const hello = sandbox.views
        .decisions(before)
        .filter(({ allowed, resource }) => allowed && resource.endsWith(`:topic/users/${identityId}/hello`));
      expect(new Set(hello.map(({ action }) => action))).toEqual(new Set(['iot:Publish', 'iot:Receive']));
      tried.push(asTried(framework));
    });

    function isInAny(files: readonly string[] = [], text: string): boolean {
      return files.some((file) => readFileSync(join(project.folder, file), 'utf8').includes(text));
    }

    function asTried({ name, guide, installs, typed, received }: Framework): TriedFramework {
      const packages = installs.map((spec) => spec.slice(0, spec.lastIndexOf('@')));
      return {
        framework: name,
        guide,
        packages: Object.fromEntries(packages.map((one) => [one, installedVersion(project, one)])),
        typed,
        received,
        ...(built &&
          !built.holdsFramework && { firstKilobytes: kilobytes(built.first), lazyKilobytes: kilobytes(built.lazy) }),
      };
    }

    function kilobytes(files: readonly string[]): number {
      const bytes = files.map((file) => gzipSync(readFileSync(join(project.folder, file)), { level: 9 }).length);
      return Math.round(bytes.reduce((sum, one) => sum + one, 0) / 100) / 10;
    }
  });

  it('comes to what docs/frameworks-tried.json says, from which docs/clients.md has its table', () => {
    const all = JSON.parse(readFileSync(results, 'utf8')) as TriedFramework[];
    // With `-t`, the others stay as they are.
    const entries = frameworks.flatMap(
      ({ name }) => [...tried, ...all].find(({ framework }) => framework === name) ?? [],
    );
    if (process.env.BUNDLERS_WRITE === '1') writeFileSync(results, `${JSON.stringify(entries, undefined, 2)}\n`);
    const written = process.env.BUNDLERS_WRITE === '1' ? entries : all;
    expect(entries.map(withoutSizes)).toEqual(written.map(withoutSizes));
    // Sizes move with every change of the client; this is whether the table still tells the truth.
    for (const [index, { framework, firstKilobytes = 0, lazyKilobytes = 0 }] of entries.entries()) {
      const said = written[index];
      expect([framework, Math.abs(firstKilobytes - (said?.firstKilobytes ?? 0)) < 3]).toEqual([framework, true]);
      expect([framework, Math.abs(lazyKilobytes - (said?.lazyKilobytes ?? 0)) < 10]).toEqual([framework, true]);
    }
  });
});

function filesOf({ guide, files }: Framework): Record<string, string> {
  const shown = guideFiles(guide);
  const names = files ?? Object.keys(shown);
  return Object.fromEntries(
    names.map((name) => {
      const text = shown[name];
      if (text === undefined) throw new Error(`docs/guides/${guide} shows no ${name}.`);
      return [name, text];
    }),
  );
}

/** In the place of the guide's own: the credentials of somebody who has signed in. */
function sessionIn(file: string, credentials: object): string {
  const given = `async () => (${JSON.stringify(credentials)})`;
  return file.endsWith('.cjs') ? `exports.credentials = ${given};\n` : `export const credentials = ${given};\n`;
}

function withoutSizes({ firstKilobytes, lazyKilobytes, ...others }: TriedFramework) {
  return { ...others, isBundle: firstKilobytes !== undefined };
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
