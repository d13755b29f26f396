import { makeSharedAssembly } from './shared-assembly.js';
import { sharedKeys } from './shared-keys.js';

// What `prepare-once.mjs` has made for all tests; a test that finds it missing runs the same, for its settings.
sharedKeys();
await makeSharedAssembly(JSON.parse(process.argv[2] ?? '{}'));
