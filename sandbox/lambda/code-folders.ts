import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnsupportedError } from '../base/errors.js';
import { CFN_RESPONSE } from './cfn-response.js';
import type { FunctionCode } from './function-resources.js';
import { unpackAsset } from './unpack-asset.js';

/** Lays the code of functions and layers out on this machine; the same code in the same place. */
export interface CodeFolders {
  /**
   * Absolute folder with the code.
   *
   * @param what for people: `function F`
   * @throws UnsupportedError for code that is not there
   */
  of(what: string, code: FunctionCode): Promise<string>;
  /** Deletes what was made. */
  stop(): Promise<void>;
}

export function createCodeFolders(): CodeFolders {
  const made = new Map<string, Promise<string>>();
  let root: Promise<string> | undefined;

  const newFolder = async (): Promise<string> => {
    root ??= mkdtemp(join(tmpdir(), 'cognito-iot-code-'));
    return mkdtemp(join(await root, 'code-'));
  };

  const unpack = async (what: string, file: string): Promise<string> => {
    const folder = await newFolder();
    await unpackAsset(what, file, folder);
    return folder;
  };

  const write = async (inline: string): Promise<string> => {
    const folder = await newFolder();
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
    await writeFile(join(folder, 'index.js'), inline);
    const responseModule = join(folder, 'node_modules/cfn-response');
    await mkdir(responseModule, { recursive: true });
    await writeFile(join(responseModule, 'index.js'), CFN_RESPONSE);
    await writeFile(join(responseModule, 'package.json'), '{"name":"cfn-response","type":"commonjs"}');
    return folder;
  };

  const once = (key: string, make: () => Promise<string>): Promise<string> => {
    const folder = made.get(key) ?? make();
    made.set(key, folder);
    return folder;
  };

  return {
    async of(what, code) {
      if ('inline' in code) {
        return once(`inline ${code.inline}`, () => write(code.inline));
      }
      const found = await stat(code.asset).catch(() => undefined);
      if (found === undefined) {
        throw new UnsupportedError(`${what}, whose code (${code.asset}) is not there: synthesize again`);
      }
      if (found.isDirectory()) return code.asset;
      return once(`${found.mtimeMs} ${code.asset}`, () => unpack(what, code.asset));
    },
    stop: async () => void (root && (await rm(await root, { recursive: true, force: true }))),
  };
}
