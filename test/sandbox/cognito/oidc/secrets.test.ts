import { secretValue } from '../../../../sandbox/cognito/oidc/secrets.js';

const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:google-a1B2c3';
const secrets = { google: 'plain', company: '{"key": "in json", "number": 1}' };

it.each([
  ['not a reference', 'not a reference'],
  ['{{resolve:secretsmanager:google:SecretString:::}}', 'plain'],
  ['{{resolve:secretsmanager:google}}', 'plain'],
  [`{{resolve:secretsmanager:${arn}:SecretString:::}}`, 'plain'],
  ['{{resolve:secretsmanager:company:SecretString:key::}}', 'in json'],
])('the value of %s', (reference, value) => {
  expect(secretValue(reference, secrets)).toBe(value);
});

it.each([
  ['{{resolve:secretsmanager:facebook:SecretString:::}}', 'the secret facebook'],
  ['{{resolve:secretsmanager:constructor:SecretString:::}}', 'the secret constructor'],
  ['{{resolve:secretsmanager:company:SecretString:gone::}}', 'the secret company'],
  ['{{resolve:secretsmanager:company:SecretString:number::}}', 'the secret company'],
  ['{{resolve:secretsmanager:google:SecretString:key::}}', 'the secret google'],
  ['{{resolve:ssm-secure:google}}', 'the dynamic reference {{resolve:ssm-secure:google}}'],
  ['x{{resolve:secretsmanager:google}}', 'the dynamic reference x'],
])('%s is refused by name, without its value', (reference, words) => {
  const value = () => secretValue(reference, secrets);
  expect(value).toThrow(expect.objectContaining({ code: 'SandboxUnsupported' }));
  expect(value).toThrow(words);
  expect(value).not.toThrow(/plain|in json/);
});
