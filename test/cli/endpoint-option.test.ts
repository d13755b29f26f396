import { endpoint } from '../../cli/sandbox/option-values.js';

describe('--endpoint', () => {
  it.each([
    { given: ['dynamodb=http://127.0.0.1:8000'], endpoints: { dynamodb: 'http://127.0.0.1:8000' } },
    { given: ['http://127.0.0.1:4566'], endpoints: { '*': 'http://127.0.0.1:4566' } },
    { given: ['*=https://emulator.example/aws'], endpoints: { '*': 'https://emulator.example/aws' } },
    {
      given: ['http://localhost:4566', 'secrets-manager=http://[::1]:9'],
      endpoints: { '*': 'http://localhost:4566', 'secrets-manager': 'http://[::1]:9' },
    },
  ])('$given', ({ given, endpoints }) => {
    expect(given.reduce<Record<string, string>>((before, text) => endpoint(text, before), {})).toEqual(endpoints);
  });

  it.each(['dynamodb', 'dynamodb=127.0.0.1:8000', '=http://127.0.0.1', 's3=ftp://x', 's3=http://', 's3=http://a b'])(
    'refuses %s, and says how to write it',
    (text) => {
      expect(() => endpoint(text, {})).toThrow('Write it like dynamodb=http://127.0.0.1:8000');
    },
  );
});
