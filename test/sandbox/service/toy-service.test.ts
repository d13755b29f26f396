import { z } from 'zod';
import { type BootedSandbox, boot } from '../../../sandbox/boot.js';
import { operationsOf } from '../../../sandbox/service/operation.js';
import { restOperation } from '../../../sandbox/service/rest-operation.js';
import type { Service } from '../../../sandbox/service/service.js';
import { services } from '../../../sandbox/services.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';

const tables = { toys: { toys: z.strictObject({ name: z.string() }) } };

/** What a folder under `sandbox/` would hold. */
const toy: Service<typeof tables> = {
  resourceTypes: { 'Toy::Box': { physicalId: ({ logicalId }) => logicalId.toLowerCase() } },
  emptyState: tables,
  create: ({ resources }, { toys: { toys } }) => ({
    apis: [
      {
        protocol: 'rest-json',
        signingName: 'toy',
        refuseFields: (_operation, [issue]) => new Error(issue?.message) as never,
        operations: [
          restOperation(
            { method: 'PUT', path: '/toys/:name' },
            operationsOf()({
              name: 'toy:PutToy',
              access: { iam: (member) => `arn:aws:toy:::${member('name')}` },
              fields: { name: z.string() },
              run({ name }) {
                toys.put(name, { name });
                const boxes = resources.ofType('Toy::Box').map(({ physicalId }) => physicalId);
                return { boxes, toys: [...toys.keys()] };
              },
            }),
          ),
        ],
      },
    ],
  }),
};

let sandbox: BootedSandbox;
beforeAll(async () => {
  const assembly = synthesizedAssembly((template) => {
    template.Resources.Attic = { Type: 'Toy::Box', Properties: {} };
  });
  sandbox = await boot({ assembly }, [...services, toy]);
});
afterAll(() => sandbox.stop());

it('a service is one folder and one line in the registry', async () => {
  const put = { method: 'PUT', service: 'toy' };
  const credentials = sandbox.views.operator() as Parameters<typeof signedFetch>[1]['credentials'];
  const answer = await signedFetch(`${sandbox.url}/toys/bear`, { ...put, credentials });
  expect([answer.status, await answer.json()]).toEqual([200, { boxes: ['attic'], toys: ['bear'] }]);
  expect(sandbox.guard.counts()['toy:PutToy']?.calls).toBe(1);
  expect(sandbox.views.notEmulated().map(({ type }) => type)).not.toContain('Toy::Box');
});

it('and none of its operations is called without a signature', async () => {
  expect((await fetch(`${sandbox.url}/toys/bear`, { method: 'PUT' })).status).toBe(403);
});
