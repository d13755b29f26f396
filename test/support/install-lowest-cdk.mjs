import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import prepareOnce from './prepare-once.mjs';

const repository = join(import.meta.dirname, '../..');

export const lowestCdkFolder = join(repository, '.cache/lowest-cdk');

/** jest's global set-up: installs the first version of each peer that its range takes, then does what is usual. */
export default async function installLowestCdk(globalConfig) {
  const { peerDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const dependencies = Object.fromEntries(
    Object.entries(peerDependencies).map(([name, range]) => [name, range.replace('^', '')]),
  );
  mkdirSync(lowestCdkFolder, { recursive: true });
  writeFileSync(join(lowestCdkFolder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  execFileSync('npm', ['install', ...quiet], { cwd: lowestCdkFolder });
  // What has since been deprecated there is the CDK's own.
  process.env.JSII_DEPRECATED = 'quiet';
  prepareOnce(globalConfig);
}
