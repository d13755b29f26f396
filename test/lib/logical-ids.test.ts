import { App, Stack } from 'aws-cdk-lib';
import { IotAccess } from '../../lib/index.js';
import { settingVariants } from './setting-variants.js';
import { createStack, type SynthesizedTemplate, synthesizedTemplate } from './synthesized-template.js';

const slowSynthesis = 60_000;

/** CloudFormation replaces a resource whose logical ID changes, with all that is in it: users, identities, policies.
 * After a change that is meant to add resources, `npx jest test/lib/logical-ids -u` writes them down. */
describe('logical IDs stay what they are', () => {
  it.each(Object.entries(settingVariants))(
    'with %s',
    (_, settings) => {
      expect(identifiers(synthesizedTemplate(createStack(settings)))).toMatchSnapshot();
    },
    slowSynthesis,
  );

  it(
    "in a stack of somebody's own",
    () => {
      const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
      const stack = new Stack(app, 'Own');
      new IotAccess(stack, 'IotAccess', { groups: [{ name: 'operators' }], guests: {} });
      const template: SynthesizedTemplate = app.synth().getStackArtifact(stack.artifactId).template;
      expect(identifiers(template)).toMatchSnapshot();
    },
    slowSynthesis,
  );
});

function identifiers({ Resources, Outputs = {} }: SynthesizedTemplate) {
  return {
    resources: Object.fromEntries(Object.entries(Resources).map(([id, { Type }]) => [id, Type])),
    outputs: Object.keys(Outputs).sort(),
  };
}
