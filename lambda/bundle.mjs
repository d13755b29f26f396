#!/usr/bin/env node
import { basename, join } from 'node:path';
import { bundleFunction } from './bundle-function.mjs';

/**
 * Bundles a function, by default attach-policy, into `<outdir>/index.mjs`. Usage: node lambda/bundle.mjs <outdir>
 * [entry]; the benchmark bundles other entries in the same way.
 */
const [outdir, entry = join(import.meta.dirname, 'attach-policy/handler.ts')] = process.argv.slice(2);
if (!outdir) throw new Error(`Usage: node lambda/${basename(import.meta.filename)} <outdir> [entry]`);
await bundleFunction(outdir, entry);
