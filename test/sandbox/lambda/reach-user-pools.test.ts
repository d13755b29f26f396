import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';
import { lambdaOf } from './stack-of-functions.js';

/** Asks in the ways that libraries do. */
const CODE = `
const https = require('https');
const read = (request) => new Promise((resolve, reject) => {
  request.on('error', reject).on('response', (response) => {
    let text = '';
    response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(JSON.parse(text)));
  });
});
const ended = (request) => (request.end(), request);
exports.handler = async ({ address }) => {
  const url = new URL(address);
  const { request } = await import('node:https');
  const refused = await fetch('https://cognito-idp.us-east-1.amazonaws.com.example/pool/.well-known/jwks.json').catch(({ cause }) => cause.code);
  return [
    await fetch(address).then((answer) => answer.json()),
    await fetch(new Request(url)).then((answer) => answer.json()),
    await read(https.get(address)),
    await read(ended(https.request(url, { method: 'GET', agent: https.globalAgent }))),
    await read(ended(request({ host: url.host, path: url.pathname, headers: { accept: 'application/json' } }))),
    refused,
  ];
};`;

let sandbox: Sandbox;
beforeAll(async () => {
  const assembly = synthesizedAssembly(({ Resources }) => {
    const found = Object.values(Resources).find(({ Type }) => Type === 'AWS::Lambda::Function');
    Resources.Verifier = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'verifier',
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Timeout: 20,
        Role: found?.Properties.Role,
        Code: { ZipFile: CODE },
      },
    };
  });
  sandbox = await runningSandbox({ assembly });
});
afterAll(() => sandbox.stop());

it("a function finds the keys of the stack's user pool at their address on AWS, and no other address changes", async () => {
  const path = `/${sandbox.outputs.UserPoolId}/.well-known/jwks.json`;
  const keys = await (await fetch(sandbox.url + path)).json();
  const Payload = Buffer.from(JSON.stringify({ address: `https://cognito-idp.us-east-1.amazonaws.com${path}` }));
  const answer = await lambdaOf(sandbox).send(new InvokeCommand({ FunctionName: 'verifier', Payload }));
  const [...found] = JSON.parse(Buffer.from(answer.Payload ?? []).toString());
  const refused = found.pop();
  expect(found).toEqual([keys, keys, keys, keys, keys]);
  expect(refused).toMatch(/^E[A-Z_]+$/);
});
