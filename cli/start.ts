import { parseOptions } from './start/start-options.js';

// The AWS SDK warns on every start under Node 20; its version here is fixed, and says nothing to whoever tries this.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const options = parseOptions(process.argv.slice(2));
if (!options.json) process.stdout.write('Boots the stack on this machine, and walks through it with real clients.\n');
// Only now: loading the rest takes a second, and nobody should wonder meanwhile.
const { start } = await import('./start/start-and-walk.js');
process.exitCode = await start(options);
