import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

/** Beside the page. Written by `npm run deploy`; `npm start` serves the sandbox's in its place. */
const OUTPUTS = 'cdk-outputs.json';
/** Where it comes from. */
const OUTPUTS_FILE = resolve(import.meta.dirname, '..', process.env.OUTPUTS_FILE ?? OUTPUTS);

/** `npm run web` serves the page; `npm run build` puts it into `web/dist`, as static files for any folder of a site. */
export default defineConfig(({ command }) => {
  // By it React chooses which of its builds to be, and Vite what JSX becomes; a shell may have set it to something else.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    root: import.meta.dirname,
    base: './',
    // The stack's default allowed origin.
    server: { port: 8000, strictPort: true },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2023',
      chunkSizeWarningLimit: 800,
      rolldownOptions: {
        output: {
          // What others wrote changes less often than the page.
          codeSplitting: {
            groups: [
              { name: 'mqtt', test: /node_modules\/mqtt\// },
              { name: 'plot', test: /node_modules\/uplot\// },
              { name: 'amplify', test: /node_modules\/(@?aws-amplify|@aws-|@smithy)/ },
              { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            ],
          },
        },
        onLog(level, log, report) {
          // Written for React's server components, which this page has none of.
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
        },
      },
    },
    plugins: [stackOutputs()],
  };
});

/** Gives the page the outputs of the deployed stack, while it is developed as well as when it is built. */
function stackOutputs(): Plugin {
  return {
    name: 'stack-outputs',
    configureServer({ middlewares }) {
      middlewares.use(`/${OUTPUTS}`, (_request, response) => {
        const outputs = readOutputs();
        response.statusCode = outputs === undefined ? 404 : 200;
        response.setHeader('content-type', 'application/json').end(outputs ?? '{}');
      });
    },
    generateBundle() {
      const source = readOutputs();
      if (source !== undefined) this.emitFile({ type: 'asset', fileName: OUTPUTS, source });
    },
  };
}

function readOutputs(): string | undefined {
  try {
    return readFileSync(OUTPUTS_FILE, 'utf8');
  } catch {
    return undefined;
  }
}
