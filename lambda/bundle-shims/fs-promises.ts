/**
 * Stands in for Node's own `fs/promises` in the bundle, which takes Node 5 ms to load. Only the SDK asks for it, to read
 * the developer's `~/.aws/config` and `~/.aws/credentials`; Lambda has neither, so it is told what it would find out.
 */
export async function readFile(path: string): Promise<never> {
  throw Object.assign(new Error(`The function reads no files, so there is no ${path} for it.`), { code: 'ENOENT' });
}
