import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

export const variantNames = ['empty', 'floor', 'attachPolicy', 'unprimed', 'defaultBundle'] as const;
export type VariantName = (typeof variantNames)[number];

/** Absolute path of each variant's one file. */
export type Variants = Readonly<Record<VariantName, string>>;

export interface BundleSize {
  readonly bytes: number;
  readonly gzipBytes: number;
}

const here = import.meta.dirname;
const unprimed = join(here, '../variants/unprimed.ts');

/**
 * `empty` and `floor` by hand; `attachPolicy` as it is deployed; `unprimed` the same without priming; `defaultBundle` the
 * same code as esbuild bundles it for Node when told nothing else.
 */
export async function buildVariants(folder: string): Promise<Variants> {
  const bundle = (name: VariantName, ...entry: string[]) => {
    execFileSync(process.execPath, [join(here, '../../lambda/bundle.mjs'), join(folder, name), ...entry]);
    return join(folder, name, 'index.mjs');
  };
  const defaultBundle = join(folder, 'defaultBundle', 'index.cjs');
  await build({ entryPoints: [unprimed], outfile: defaultBundle, bundle: true, platform: 'node', minify: true });
  return {
    empty: join(here, '../variants/empty.mjs'),
    floor: join(here, '../variants/floor.mjs'),
    attachPolicy: bundle('attachPolicy'),
    unprimed: bundle('unprimed', unprimed),
    defaultBundle,
  };
}

export function sizeOf(file: string): BundleSize {
  const content = readFileSync(file);
  return { bytes: content.length, gzipBytes: gzipSync(content, { level: 9 }).length };
}
