import { stormTime } from '../../bench/plan/storm-time.js';
import { planFor } from '../../costs/plan.js';
import { userPoolTier } from '../../costs/prices.js';
import { resource, synthesizedTemplate } from '../lib/synthesized-template.js';

describe('the plan', () => {
  it('asks for a hundred times as much for a hundred times the users', () => {
    const [small, large] = [planFor(1e6), planFor(1e8)];
    for (const [name, demand] of Object.entries(small.demand)) {
      expect(large.demand[name as keyof typeof large.demand] / demand).toBeCloseTo(100);
    }
    expect((large.cost['IoT messages'] ?? 0) / (small.cost['IoT messages'] ?? 0)).toBeCloseTo(100);
  });

  it('prices the plan of Cognito that the stack has', () => {
    const { UserPoolTier } = resource(synthesizedTemplate(), 'AWS::Cognito::UserPool').Properties;
    expect(userPoolTier).toBe(UserPoolTier);
  }, 60_000);

  it.each([
    {
      title: 'takes as long as people arrive while the quota does',
      newUsers: 600,
      within: 600,
      quota: 15,
      last: 600,
      wait: 0,
    },
    {
      title: 'takes as long as the quota needs when they do not',
      newUsers: 15_000,
      within: 10,
      quota: 15,
      last: 1000,
      wait: 495,
    },
  ])('says that a launch $title', ({ newUsers, within, quota, last, wait }) => {
    expect(stormTime(newUsers, within, quota, 1)).toEqual({ lastSeconds: last, medianWait: wait });
  });
});
