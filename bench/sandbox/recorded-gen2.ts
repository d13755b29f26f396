import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of an assembly by their names: what there is of it but code. */
export type RecordedAssembly = Readonly<Record<string, unknown>>;

/** What `examples/amplify-gen2` was synthesized into: see `test/examples/record-gen2.ts`. */
export const RECORDED_GEN2 = join(import.meta.dirname, 'amplify-gen2.json');

/** The folder of the attach-policy function's code in the recorded assembly. */
export const RECORDED_FUNCTION = 'asset.attach-policy';

/**
 * Writes the recorded Amplify Gen 2 assembly into a folder.
 *
 * @param own folder of an assembly of this project's own stack, whose function it gets
 */
export function writeRecordedGen2(folder: string, own: string): void {
  mkdirSync(folder, { recursive: true });
  const recorded = JSON.parse(readFileSync(RECORDED_GEN2, 'utf8')) as RecordedAssembly;
  for (const [name, content] of Object.entries(recorded)) writeFileSync(join(folder, name), JSON.stringify(content));
  // The only bundle there that is an ES module.
  const bundle = readdirSync(own).find((name) => existsSync(join(own, name, 'index.mjs')));
  if (bundle === undefined) throw new Error(`${own} has no bundle of the attach-policy function.`);
  cpSync(join(own, bundle), join(folder, RECORDED_FUNCTION), { recursive: true });
}
