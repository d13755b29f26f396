import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnsupportedError } from '../base/errors.js';
import { CFN_RESPONSE } from './cfn-response.js';
import type { FunctionCode } from './function-resources.js';

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

  const write = async (inline: string): Promise<string> => {
    root ??= mkdtemp(join(tmpdir(), 'cognito-iot-code-'));
    const folder = await mkdtemp(join(await root, 'function-'));
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
    await writeFile(join(folder, 'index.js'), inline);
    const responseModule = join(folder, 'node_modules/cfn-response');
    await mkdir(responseModule, { recursive: true });
    await writeFile(join(responseModule, 'index.js'), CFN_RESPONSE);
    await writeFile(join(responseModule, 'package.json'), '{"name":"cfn-response","type":"commonjs"}');
    return folder;
  };

  return {
    async of(what, code) {
      if ('inline' in code) {
        const folder = made.get(code.inline) ?? write(code.inline);
        made.set(code.inline, folder);
        return folder;
      }
      const found = await stat(code.asset).catch(() => undefined);
      if (found === undefined) {
        throw new UnsupportedError(`${what}, whose code (${code.asset}) is not there: synthesize again`);
      }
      if (found.isDirectory()) return code.asset;
      throw new UnsupportedError(
        `${what}, whose code is a packed file (make the asset of the folder: fromAsset('dist'))`,
      );
    },
    stop: async () => void (root && (await rm(await root, { recursive: true, force: true }))),
  };
}
