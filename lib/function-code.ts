import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';

const lambdaFolder = join(import.meta.dirname, '..', 'lambda');

/** A function's code: the published package carries it ready-made, so that its users need no bundler. */
export function functionCode(name: 'attach-policy' | 'detach-on-delete'): Code {
  const folder = join(lambdaFolder, name);
  return existsSync(join(folder, 'index.mjs')) ? Code.fromAsset(folder) : bundledCode(folder);
}

/** Bundled on this machine when the app is synthesized; Docker is never asked. */
function bundledCode(folder: string): Code {
  return Code.fromAsset(folder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('bundled-without-docker'),
      local: {
        tryBundle(outputDir) {
          // What the bundler prints must not mix with what `cdk synth` prints.
          execFileSync(process.execPath, [join(lambdaFolder, 'bundle.mjs'), outputDir, join(folder, 'handler.ts')], {
            stdio: ['ignore', process.stderr, process.stderr],
          });
          return true;
        },
      },
    },
  });
}
