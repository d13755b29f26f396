import { splitByIdentity } from '../../web/topics/split-by-identity.js';

const identity = 'us-east-1:157adadd-098e-49f2-8fd4-96b8edeb7762';
const split = ['us-east-1:157a', 'dadd-098e-49f2-8fd4-96b8edeb', '7762'];

describe('a topic with an identity ID in it', () => {
  it.each([
    [`users/${identity}/telemetry`, ['users/', split, '/telemetry']],
    [`${identity}-tab1`, [split, '-tab1']],
    [`a/${identity}/b/${identity}`, ['a/', split, '/b/', split]],
    ['ap-southeast-2:157adadd-098e-49f2-8fd4-96b8edeb7762', [['ap-southeast-2:157a', ...split.slice(1)]]],
    ['rooms/42/state', ['rooms/42/state']],
  ])('%s is split where it can be shortened', (name, parts) => {
    expect(splitByIdentity(name)).toEqual(parts);
    expect(splitByIdentity(name).flat().join('')).toBe(name);
  });
});
