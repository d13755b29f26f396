import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORDED_FUNCTION, RECORDED_GEN2, type RecordedAssembly } from '../../bench/sandbox/recorded-gen2.js';
import { INTENT_METADATA } from '../../contract/intent.js';

interface Artifact {
  readonly type: string;
  readonly metadata?: Record<string, { type: string }[]>;
  readonly additionalMetadataFile?: string;
}

/**
 * What is needed of a synthesized assembly: the manifest, the assets and the templates, without code, and without what
 * names folders of the machine.
 */
export function trimmedAssembly(folder: string): RecordedAssembly {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { version, artifacts } = read('manifest.json') as { version: string; artifacts: Record<string, Artifact> };
  const kept = Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack' || type === 'cdk:asset-manifest')
    .map(([id, { additionalMetadataFile, ...artifact }]) => {
      const more = additionalMetadataFile === undefined ? {} : read(additionalMetadataFile);
      const metadata = ofIntent({ ...artifact.metadata, ...more });
      return [id, { ...artifact, ...(Object.keys(metadata).length > 0 && { metadata }) }];
    });
  const files = readdirSync(folder).filter((name) => /\.(assets|template)\.json$/.test(name));
  return {
    'manifest.json': { version, artifacts: Object.fromEntries(kept) },
    ...Object.fromEntries(files.sort().map((name) => [name, withoutCode(folder, read(name))])),
  };
}

function ofIntent(metadata: Record<string, { type: string }[]>) {
  const entries = Object.entries(metadata).map(([path, all]) => {
    // Where it was written is a place on this machine.
    const stated = all.filter(({ type }) => type === INTENT_METADATA) as { type: string; data?: unknown }[];
    return [path, stated.map(({ type, data }) => ({ type, data }))] as const;
  });
  return Object.fromEntries(entries.filter(([, stated]) => stated.length > 0));
}

/** The function's code gets a name of its own, since its hash changes with each line of the function. */
function withoutCode(folder: string, content: { files?: Record<string, { source: { path?: string } }> }) {
  for (const { source } of Object.values(content.files ?? {})) {
    if (source.path !== undefined && existsSync(join(folder, source.path, 'index.mjs')))
      source.path = RECORDED_FUNCTION;
  }
  return content;
}

/** Writes it down anew: `npx tsx test/examples/record-gen2.ts FOLDER`, with the folder of a fresh synthesis. */
if (process.argv[1] === import.meta.filename) {
  const [, , folder = ''] = process.argv;
  writeFileSync(RECORDED_GEN2, `${JSON.stringify(trimmedAssembly(folder), null, 2)}\n`);
}
