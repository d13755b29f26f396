import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, Stack } from 'aws-cdk-lib';
import { settingExamples } from '../../bin/docs/setting-examples.js';
import { IotAccess, readSettings } from '../../lib/index.js';
import { settingVariants } from '../lib/setting-variants.js';
import type { SynthesizedTemplate } from '../lib/synthesized-template.js';
import { repository } from '../support/documented-snippets.js';

const run = promisify(execFile);
const venv = join(repository, '.cache/cfn-lint');
const cfnLint = join(venv, 'bin/cfn-lint');

/** Findings that we leave, each for a reason. */
const IGNORED: Readonly<Record<string, string>> = {
  W3005:
    "CDK makes a function wait for its role together with the role's policies; the role is named twice, and no more.",
};

/** The oldest Region, one more, and one of another partition. */
const REGIONS = ['us-east-1', 'eu-west-1', 'us-gov-west-1'];

/** No bundle, and no report of warnings that were meant. */
const QUICK = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:annotationsInValidationReport': false };

interface Finding {
  readonly Filename: string;
  readonly Level: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

async function findings(folder: string, files: readonly string[], region: string): Promise<Finding[]> {
  const options = ['--format', 'json', '--regions', region];
  // It leaves with a status other than 0 where it finds anything.
  const { stdout } = await run(cfnLint, [...options, '--', ...files], { cwd: folder, maxBuffer: 2 ** 26 }).catch(
    (error: { stdout: string }) => error,
  );
  return JSON.parse(stdout) as Finding[];
}

/** Those of the logical IDs, and of each setting the first example that sets it: `npm run docs` refuses one without. */
function everySetting(): [name: string, settings: object][] {
  const examples = Object.entries(settingExamples).flatMap(([setting, all]): [string, object][] => {
    const example = all.find(({ to }) => to !== undefined);
    return example === undefined ? [] : [[`setting ${setting}`, { ...example.with, ...example.to }]];
  });
  return [...Object.entries(settingVariants), ...examples];
}

/** What the settings make of a stack that knows its Region. */
function templateFor(region: string, settings: object): SynthesizedTemplate {
  const { context } = JSON.parse(readFileSync(join(repository, 'cdk.json'), 'utf8'));
  const app = new App({ analyticsReporting: false, context: { ...context, ...QUICK } });
  const stack = new Stack(app, 'Linted', { env: { region } });
  const partition = region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  // Pools that exist are where the stack is.
  const there = JSON.stringify(settings).replaceAll('eu-west-1', region).replaceAll('arn:aws:', `arn:${partition}:`);
  new IotAccess(stack, 'Access', readSettings(JSON.parse(there)));
  return app.synth().getStackArtifact(stack.artifactId).template;
}

/** Each finding once, however often it is found. */
function inWords(found: readonly Finding[]): string[] {
  return [...new Set(found.map(({ Filename, Rule, Message }) => `${Filename}: ${Rule.Id} ${Message}`))].sort();
}

describe('cfn-lint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-cfn-lint-'));

  beforeAll(async () => {
    await run('python3', ['-m', 'venv', venv]);
    await run(join(venv, 'bin/python'), ['-m', 'pip', 'install', '--quiet', 'cfn-lint==1.58.0']);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(REGIONS)(
    'finds nothing in the templates for %s but what is left for a reason',
    async (region) => {
      const files = everySetting().map(([name, settings]) => {
        const file = `${name.replaceAll(/\W+/g, '-')}.json`;
        writeFileSync(join(folder, file), JSON.stringify(templateFor(region, settings)));
        return file;
      });
      const found = await findings(folder, files, region);
      expect(inWords(found.filter(({ Rule }) => IGNORED[Rule.Id] === undefined))).toEqual([]);
      expect([...new Set(found.map(({ Rule }) => Rule.Id))].sort()).toEqual(Object.keys(IGNORED));
    },
    300_000,
  );

  it('finds a property that AWS does not know', async () => {
    const template = templateFor('us-east-1', {});
    const pool = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::Cognito::UserPool');
    Object.assign(pool?.Properties, { UserPoolTire: 'LITE' });
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify(template));
    const found = await findings(folder, ['wrong.json'], 'us-east-1');
    expect(found.map(({ Rule }) => Rule.Id)).toContain('E3002');
  });
});
