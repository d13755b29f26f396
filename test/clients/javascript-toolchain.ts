import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from '../support/documented-snippets.js';
import { installed, programs, run, type Toolchain } from './toolchain.js';

const folder = join(installed, 'javascript');
/** What the repository does not have; each apart, so that none brings another an older package. */
const PROJECTS = ['amazon-cognito-identity-js', 'amplify-5', 'device-sdk-v1'];

/** Node. What the repository has, too, is found in its own `node_modules`, which is above the folder. */
export const javaScript: Toolchain = {
  folder,
  missing: () => undefined,
  async install() {
    mkdirSync(folder, { recursive: true });
    cpSync(join(programs, 'javascript'), folder, { recursive: true });
    for (const project of PROJECTS) {
      const lock = readFileSync(join(folder, project, 'package-lock.json'), 'utf8');
      const installedLock = join(folder, project, 'node_modules/installed-lock.json');
      if (existsSync(installedLock) && readFileSync(installedLock, 'utf8') === lock) continue;
      // Peers would be React Native, and Metro with it.
      const options = ['--omit=peer', '--ignore-scripts', '--no-audit', '--no-fund'];
      await run('npm', ['ci', ...options], join(folder, project));
      writeFileSync(installedLock, lock);
    }
  },
  command: (program, args) => [process.execPath, program, ...args],
  version(name, program) {
    const places = [join(folder, dirname(program)), repository].map((place) =>
      join(place, 'node_modules', name, 'package.json'),
    );
    const file = places.find((place) => existsSync(place));
    if (file === undefined) throw new Error(`${name} is not installed.`);
    return JSON.parse(readFileSync(file, 'utf8')).version;
  },
};
