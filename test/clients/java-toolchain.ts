import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installed, programs, run, type Toolchain, works } from './toolchain.js';

const folder = join(installed, 'java');
const classes = join(folder, 'classes');
const libraries = join(folder, 'lib');

/** The JDK, with Maven for what the programs use. */
export const java: Toolchain = {
  folder,
  missing() {
    const missing = ['javac', 'mvn'].filter((command) => !works(command, '-version'));
    return missing.length === 0 ? undefined : `this machine has no ${missing.join(' and no ')}`;
  },
  async install() {
    mkdirSync(folder, { recursive: true });
    cpSync(join(programs, 'java'), folder, { recursive: true });
    rmSync(libraries, { recursive: true, force: true });
    const repository = `-Dmaven.repo.local=${join(installed, 'maven')}`;
    await run(
      'mvn',
      ['-q', '-B', repository, 'dependency:copy-dependencies', `-DoutputDirectory=${libraries}`],
      folder,
    );
    const sources = readdirSync(folder).filter((file) => file.endsWith('.java'));
    await run('javac', ['-cp', `${libraries}/*`, '-d', classes, ...sources], folder);
  },
  async prepare(caFile) {
    if (existsSync(`${caFile}.p12`)) return;
    const store = ['-storetype', 'PKCS12', '-storepass', 'changeit', '-keystore', `${caFile}.p12`];
    await run('keytool', ['-importcert', '-noprompt', '-alias', 'cognito-iot', ...store, '-file', caFile], folder);
  },
  command: (program, args, caFile) => [
    'java',
    `-Djavax.net.ssl.trustStore=${caFile}.p12`,
    '-Djavax.net.ssl.trustStorePassword=changeit',
    '-cp',
    `${classes}:${libraries}/*`,
    program.replace('.java', ''),
    ...args,
  ],
  version(name) {
    const jar = readdirSync(libraries).find((file) => file.startsWith(`${name}-`));
    const [, version] = /-([\d.]+)\.jar$/.exec(jar ?? '') ?? [];
    if (version === undefined) throw new Error(`${name} is not installed.`);
    return version;
  },
};
