import { RegionInfo } from 'aws-cdk-lib/region-info';

/** Modules that take the place of others in the sandbox's bundle, by the specifier of the others. */
export function replacements() {
  const regions = RegionInfo.regions.map(({ name, partition }) => ({ name, partition }));
  const sources = {
    // The CDK's facts about Regions are 2 MB, and the sandbox asks for a name and its partition alone.
    'aws-cdk-lib/region-info': `export const RegionInfo = { regions: ${JSON.stringify(regions)} };`,
    // dynalite's databases and their locks: the sandbox keeps the items itself.
    level: 'export const Level = undefined;',
    'memory-level': 'export const MemoryLevel = undefined;',
    lock: 'export const Lock = undefined;',
    // Node has its own.
    'abort-controller': 'export const { AbortController, AbortSignal } = globalThis;',
  };
  const prefix = '\0in-place-of:';
  return {
    name: 'replacements',
    resolveId: (specifier) => (specifier in sources ? prefix + specifier : undefined),
    load: (id) => (id.startsWith(prefix) ? sources[id.slice(prefix.length)] : undefined),
  };
}
