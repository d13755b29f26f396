import { sharedAssemblyFolder } from '../../support/shared-assembly.js';
import { killRounds } from './kill-rounds.js';

describe('a sandbox that is killed', () => {
  // `npm run test:kill` does fifty rounds.
  it('has lost nothing of what it had answered', async () => {
    const { acknowledged, lost } = await killRounds(sharedAssemblyFolder(), 2);
    expect(lost).toEqual([]);
    // A sandbox that answers nobody loses nothing.
    expect(acknowledged).toBeGreaterThan(6);
  });
});
