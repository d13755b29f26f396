import { AwsError } from '../base/errors.js';
import type { WireRequest } from '../iam/sigv4-canonical-request.js';

/** What a form asks for: `Action`, `Version`, and its members. */
export interface QueryForm {
  readonly action: string | undefined;
  readonly version: string | undefined;
  /** Name to value, as written: `Tags.member.1.Key`. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/**
 * The form of a request in AWS's query protocol: the body of a POST, the query of a GET.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function queryForm({ method, query, body, headers }: WireRequest): QueryForm {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  const form = method === 'POST' && isForm ? new URLSearchParams(Buffer.from(body).toString('utf8')) : undefined;
  // What a presigned URL adds is the signature's.
  const inUrl = [...query].filter(([name]) => !/^x-amz-/i.test(name));
  const given = form === undefined ? inUrl : [...form, ...inUrl];
  const text = (name: string) => given.find(([key]) => key === name)?.[1];
  return { action: text('Action'), version: text('Version'), parameters: given };
}

/**
 * The members that a form names, with structures and lists as JSON has them; every value is text.
 *
 * @throws AwsError where a member is there twice, or is text and has members of its own
 */
export function queryMembers({ parameters }: QueryForm): Record<string, unknown> {
  const root: Tree = new Map();
  for (const [name, value] of parameters) if (name !== 'Action' && name !== 'Version') plant(root, name, value);
  if (new Set(parameters.map(([name]) => name)).size < parameters.length) throw malformed('A parameter came twice.');
  return Object.fromEntries([...root].map(([name, member]) => [name, grown(member)]));
}

type Tree = Map<string, Tree | string>;

/** More levels than any operation has. */
const DEEPEST = 12;

function plant(root: Tree, name: string, value: string): void {
  const path = name.split('.');
  if (path.length > DEEPEST) throw malformed(`The parameter ${name.slice(0, 60)}… is too deep.`);
  let at = root;
  for (const step of path.slice(0, -1)) {
    const below = at.get(step) ?? new Map();
    if (typeof below === 'string') throw malformed(`${step} of ${name} is text.`);
    at.set(step, below);
    at = below;
  }
  const last = path.at(-1) ?? '';
  if (at.get(last) instanceof Map) throw malformed(`${name} has members.`);
  at.set(last, value);
}

/** `member.1`, `member.2`, … are a list; whatever else has members is a structure. */
function grown(tree: Tree | string): unknown {
  if (typeof tree === 'string') return tree;
  const list = tree.get('member');
  if (tree.size === 1 && list instanceof Map) {
    const numbers = [...list.keys()].map((key) => (/^[1-9]\d{0,4}$/.test(key) ? Number(key) : Number.NaN));
    if (numbers.some(Number.isNaN)) throw malformed('The members of a list are numbered from 1.');
    return [...list].sort(([one], [other]) => Number(one) - Number(other)).map(([, member]) => grown(member));
  }
  return Object.fromEntries([...tree].map(([name, member]) => [name, grown(member)]));
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedQueryString', message, 400);
}
