import type { StepResult } from '../../journey/journey.js';
import { journeyOf } from '../support/journey-of-settings.js';
import { settingsAssembly } from '../support/settings-sandbox.js';

const everybody = { guests: {}, groups: [{ name: 'operators', access: { publish: ['machines/*'] } }] };

describe.each(['us-gov-west-1', 'us-gov-east-1'])('the journey through a stack of %s', (region) => {
  it('is the same as anywhere: messages arrive, and the same is refused', async () => {
    const [here, elsewhere] = [await journeyOf({ region, ...everybody }), await journeyOf(everybody)];
    const walked = (steps: readonly StepResult[]) => steps.map(({ step, who, ok }) => ({ step, who, ok }));
    expect(here.filter(({ ok }) => !ok)).toEqual([]);
    expect(walked(here)).toEqual(walked(elsewhere));
    expect(settingsAssembly({ region }).environment?.region).toBe(region);
  });

  it('ends at the sign-in where a role trusts the principal of other Regions', async () => {
    const steps = await journeyOf({ region }, (template) => {
      const edited = JSON.stringify(template.Resources).replaceAll(
        /"cognito-identity[.-][\w.-]*amazonaws\.com(:aud|:amr)?"/g,
        '"cognito-identity.amazonaws.com$1"',
      );
      template.Resources = JSON.parse(edited);
    });
    const failed = steps.find(({ ok }) => !ok);
    expect(failed).toMatchObject({ detail: { code: 'InvalidIdentityPoolConfigurationException' } });
  });
});
