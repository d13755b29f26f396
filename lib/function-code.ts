import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';

const lambdaFolder = join(import.meta.dirname, '..', 'lambda');

/** Each function's source, in this repository. In the published package it is a folder of the function's name. */
const entries = {
  'attach-policy': 'attach-policy/handler.ts',
  // With the client of DynamoDB, which the other need not load.
  'attach-policy-with-directory': 'attach-policy/handler-with-directory.ts',
  'detach-on-delete': 'detach-on-delete/handler.ts',
  'link-accounts': 'link-accounts/handler.ts',
  sweep: 'sweep/handler.ts',
};

/** A function's code: the published package carries it ready-made, so that its users need no bundler. */
export function functionCode(name: keyof typeof entries): Code {
  const folder = join(lambdaFolder, name);
  return existsSync(join(folder, 'index.mjs'))
    ? Code.fromAsset(folder)
    : bundledCode(join(lambdaFolder, entries[name]));
}

/** Bundled on this machine when the app is synthesized; Docker is never asked. */
function bundledCode(entry: string): Code {
  return Code.fromAsset(dirname(entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('bundled-without-docker'),
      local: {
        tryBundle(outputDir) {
          // What the bundler prints must not mix with what `cdk synth` prints.
          execFileSync(process.execPath, [join(lambdaFolder, 'bundle.mjs'), outputDir, entry], {
            stdio: ['ignore', process.stderr, process.stderr],
          });
          return true;
        },
      },
    },
  });
}
