import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedExample } from './installed-example.js';

const example = installedExample('amplify-gen2');

it('examples/amplify-gen2 is synthesized as Amplify does it, into nested stacks', () => {
  const assembly = example.synthesize(['synth.mjs']);
  const templates = readdirSync(assembly).filter((name) => name.endsWith('.template.json'));
  const resources = templates.flatMap((name) => {
    const { Resources } = JSON.parse(readFileSync(join(assembly, name), 'utf8'));
    return Object.values(Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
  });
  const expected = ['AWS::CloudFormation::Stack', 'AWS::Cognito::UserPoolGroup', 'AWS::IoT::Policy'];
  expect(resources).toEqual(expect.arrayContaining(expected));
});
