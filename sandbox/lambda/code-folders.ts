import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnsupportedError } from '../base/errors.js';
import type { FunctionCode } from './function-resources.js';

/** Lays the code of functions out on this machine; the same code in the same place. */
export interface CodeFolders {
  /** Absolute folder with the code of a function. @throws UnsupportedError for code that is not there */
  of(functionName: string, code: FunctionCode): Promise<string>;
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
    return folder;
  };

  return {
    async of(functionName, code) {
      if ('asset' in code) {
        if (existsSync(code.asset)) return code.asset;
        throw new UnsupportedError(
          `function ${functionName}, whose code (${code.asset}) is not there: synthesize again`,
        );
      }
      const folder = made.get(code.inline) ?? write(code.inline);
      made.set(code.inline, folder);
      return folder;
    },
    stop: async () => void (root && (await rm(await root, { recursive: true, force: true }))),
  };
}
