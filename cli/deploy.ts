import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { runChanges } from './changes/run-changes.js';

const HOW =
  'npm run deploy -- [-c KEY=VALUE] [--profile NAME] [--accept CODE] [anything else that `cdk deploy` takes]: synthesizes, ' +
  'looks at what changes, and deploys it unless AWS refuses it or users lose something that was not accepted.';

// What this script reads; everything else is for `cdk deploy` alone.
const { values, tokens } = parseArgs({
  options: {
    context: { type: 'string', short: 'c', multiple: true, default: [] },
    profile: { type: 'string' },
    accept: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', short: 'h', default: false },
  },
  strict: false,
  tokens: true,
});
const context = values.context as string[];
const profile = values.profile as string | undefined;
const ours = new Set(
  tokens.flatMap((token) => (token.kind === 'option' && token.name === 'accept' ? indicesOf(token) : [])),
);
const forDeploy = process.argv.slice(2).filter((_, index) => !ours.has(index));

if (values.help) console.log(HOW);
else process.exitCode = await deploy();

async function deploy(): Promise<number> {
  const assembly = 'cdk.out';
  const ofProfile = profile === undefined ? [] : ['--profile', profile];
  const synthesized = await cdk([
    'synth',
    '--quiet',
    '--output',
    assembly,
    ...context.flatMap((one) => ['-c', one]),
    ...ofProfile,
  ]);
  if (synthesized !== 0) return synthesized;
  const accept = values.accept as string[];
  const looked = await runChanges({ assembly, accept, json: false, ...(profile !== undefined && { profile }) });
  if (looked !== 0) {
    console.error('Nothing was deployed.');
    return looked;
  }
  return cdk(['deploy', '--app', assembly, '--outputs-file', 'cdk-outputs.json', ...forDeploy]);
}

async function cdk(args: readonly string[]): Promise<number> {
  const cli = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
  const child = spawn(process.execPath, [cli, ...args], { stdio: 'inherit' });
  const [code] = await once(child, 'close');
  return code ?? 1;
}

/** Of an option, and of its value where that stands by itself. */
function indicesOf({
  index,
  inlineValue,
}: {
  readonly index: number;
  readonly inlineValue?: boolean | undefined;
}): number[] {
  return inlineValue === true ? [index] : [index, index + 1];
}
