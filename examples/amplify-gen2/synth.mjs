import { pathToFileURL } from 'node:url';
import { tsImport } from 'tsx/esm/api';

// What `ampx sandbox` does before it deploys: loads amplify/backend.ts with a context that names the backend, and tells
// it to synthesize. It asks AWS nothing. The folder is where `ampx` writes, too.
// Usage: node synth.mjs [whole-app]
process.chdir(process.argv[2] ?? '.');
process.env.CDK_OUTDIR ??= '.amplify/artifacts/cdk.out';
process.env.CDK_CONTEXT_JSON = JSON.stringify({
  'amplify-backend-namespace': 'example',
  'amplify-backend-name': 'sandbox',
  'amplify-backend-type': 'sandbox',
});
await tsImport(pathToFileURL('amplify/backend.ts').href, import.meta.url);
process.emit('message', 'amplifySynth');
