import { readFileSync } from 'node:fs';
import { z } from 'zod';

const user = z.strictObject({
  email: z.email().describe('What the user signs in with, where the pool takes e-mail addresses.'),
  userName: z
    .string()
    .min(1)
    .optional()
    .describe('Where the pool does not sign in by e-mail. Default: from the e-mail.'),
  password: z.string().min(1).optional().describe('Permanent. Without one, an invitation is in the mailbox.'),
  confirmed: z.boolean().default(true).describe('false: has signed up, and the code is in the mailbox.'),
  groups: z.array(z.string()).default([]).describe('Groups of the template.'),
  attributes: z.record(z.string(), z.string()).default({}).describe('By name: "custom:tenant".'),
  attached: z
    .union([z.boolean(), z.array(z.string())])
    .default(false)
    .describe(
      "IoT policies on the user's identity: true for the stack's only one that allows anything, or their names.",
    ),
  userPoolId: z.string().optional().describe('Where the stack has several.'),
});

const thing = z.strictObject({
  thingName: z.string().min(1),
  shadow: z
    .strictObject({
      desired: z.record(z.string(), z.unknown()).optional(),
      reported: z.record(z.string(), z.unknown()).optional(),
    })
    .optional()
    .describe('The classic shadow.'),
});

const retainedMessage = z.strictObject({
  topic: z.string().min(1),
  payload: z
    .unknown()
    .refine((payload) => payload !== undefined, 'is missing')
    .describe('A text, or JSON.'),
  qos: z.union([z.literal(0), z.literal(1)]).default(1),
});

const seedShape = z.strictObject({
  $schema: z.string().optional(),
  users: z.array(user).default([]),
  things: z.array(thing).default([]),
  retained: z.array(retainedMessage).default([]).describe('Retained messages.'),
});

/** What is to be there right after boot. */
export type Seed = z.infer<typeof seedShape>;
/** As somebody writes it. */
export type SeedInput = z.input<typeof seedShape>;
export type SeedUser = Seed['users'][number];
export type SeedThing = Seed['things'][number];

/** JSON Schema of a seed file, for editors. */
export function seedSchema(): object {
  return z.toJSONSchema(seedShape, { io: 'input' });
}

/**
 * @param given what `seed` of `startSandbox` may be: a seed, or the file that has one
 * @throws Error naming each path that is wrong
 */
export function readSeed(given: SeedInput | string): Seed {
  const where = typeof given === 'string' ? given : 'The seed';
  const parsed = seedShape.safeParse(typeof given === 'string' ? readJson(given) : given);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(the whole)'}: ${message}`);
  throw new Error(`${where} is not what a seed may be. ${issues.join('; ')}.`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read as a seed: ${(error as Error).message}`, { cause: error });
  }
}
