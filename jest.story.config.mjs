import base from './jest.config.mjs';

/**
 * `npm run test:stories`: behaviour through the front door with real clients, which wait in real time for what AWS makes
 * them wait; so there are more of them at once than cores.
 */
export default { ...base, testMatch: ['**/*.story.ts'], maxWorkers: Math.max(6, base.maxWorkers) };
