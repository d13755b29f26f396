import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';

const lambdaFolder = join(import.meta.dirname, '..', 'lambda');

/** The function's code, bundled on this machine when the app is synthesized; Docker is never asked. */
export function attachPolicyCode(): Code {
  return Code.fromAsset(join(lambdaFolder, 'attach-policy'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('bundled-without-docker'),
      local: {
        tryBundle(outputDir) {
          // What the bundler prints must not mix with what `cdk synth` prints.
          execFileSync(process.execPath, [join(lambdaFolder, 'bundle.mjs'), outputDir], {
            stdio: ['ignore', process.stderr, process.stderr],
          });
          return true;
        },
      },
    },
  });
}
