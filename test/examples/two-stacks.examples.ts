import { bootedExample, failedSteps } from './booted-example.js';

it.each(['two-stacks.ts', 'staged.ts'])(
  'examples/cdk/%s, whose app imports what its sign-in exports, goes through the journey',
  async (app) => {
    const sandbox = await bootedExample(app);
    try {
      expect(await failedSteps(sandbox)).toEqual([]);
      expect(sandbox.views.notEmulated()).toEqual([]);
    } finally {
      await sandbox.stop();
    }
  },
);
