import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsInForce } from '../../bin/settings-in-force.js';

describe('the settings in force', () => {
  const topics = { publish: ['a/*'], subscribe: ['a/*'] };
  let project: string;
  let home: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'cdk-project-'));
    home = mkdtempSync(join(tmpdir(), 'cdk-home-'));
  });
  afterEach(() => {
    for (const folder of [project, home]) rmSync(folder, { recursive: true });
  });
  const write = (folder: string, file: string, content: object) =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  const inForce = (given: unknown) => settingsInForce(given, project, home);

  it("are cdk.json's where the command line has none", () => {
    write(project, 'cdk.json', { context: { iotAccess: { access: topics } } });
    expect(inForce({ access: topics })).toEqual({
      value: { access: topics },
      told: 'Settings in force: access.publish, access.subscribe from cdk.json; all others by default',
    });
  });

  it("take the command line's key by key at every depth, with lists replaced", () => {
    write(project, 'cdk.json', { context: { iotAccess: { access: topics, memorySize: 256, guests: {} } } });
    expect(inForce('{"access":{"publish":["b/*"]},"guests":{"access":{"publish":[]}}}')).toEqual({
      value: {
        access: { publish: ['b/*'], subscribe: ['a/*'] },
        memorySize: 256,
        guests: { access: { publish: [] } },
      },
      told:
        'Settings in force: access.subscribe, memorySize from cdk.json; ' +
        'access.publish, guests.access.publish from -c; all others by default',
    });
  });

  it('lose a key that the command line sets to null', () => {
    write(project, 'cdk.json', { context: { iotAccess: { guests: {}, memorySize: 256 } } });
    expect(inForce('{"guests":null}')).toEqual({
      value: { memorySize: 256 },
      told: 'Settings in force: memorySize from cdk.json; no guests from -c; all others by default',
    });
  });

  it.each([
    { file: 'cdk.context.json', content: { iotAccess: { memorySize: 256 } } },
    { file: '~/.cdk.json', content: { context: { iotAccess: { memorySize: 256 } } } },
  ])('have below them what the CLI would have taken from $file', ({ file, content }) => {
    write(project, 'cdk.json', { context: {} });
    write(file.startsWith('~') ? home : project, file.replace('~/', ''), content);
    expect(inForce('{"selfSignUp":false}')).toEqual({
      value: { memorySize: 256, selfSignUp: false },
      told: `Settings in force: memorySize from ${file}; selfSignUp from -c; all others by default`,
    });
  });

  it('leave what is no JSON object to the check of the settings', () => {
    write(project, 'cdk.json', { context: { iotAccess: { memorySize: 256 } } });
    expect(inForce('{"memorySize":').value).toBe('{"memorySize":');
    expect(inForce('[]').value).toBe('[]');
  });

  it('are all by default without a file', () => {
    expect(inForce(undefined).told).toBe('Settings in force: all by default');
  });
});
