import { startSandbox } from '../../../sandbox/sandbox.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';

const boot = (region: string) => startSandbox({ assembly: synthesizedAssembly(), region });

describe('a Region', () => {
  it.each([
    {
      region: 'us-east-9',
      words: 'us-east-9 is no Region of AWS. The sandbox takes those of the partitions aws, aws-us-gov: af-south-1,',
    },
    { region: 'US-EAST-1', words: 'US-EAST-1 is no Region of AWS' },
    { region: '', words: ' is no Region of AWS' },
    { region: 'eusc-de-east-1', words: 'eusc-de-east-1 is in the partition aws-eusc. The sandbox takes' },
    { region: 'cn-north-1', words: 'cn-north-1 is in the partition aws-cn. The sandbox takes' },
  ])('$region does not boot, and is told which there are', async ({ region, words }) => {
    await expect(boot(region)).rejects.toThrow(words);
  });

  it('that AWS has boots', async () => {
    const sandbox = await boot('eu-central-2');
    expect(sandbox.outputs.Region).toBe('eu-central-2');
    await sandbox.stop();
  });
});
