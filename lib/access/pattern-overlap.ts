/**
 * Whether a text may be covered by both patterns at once, for a user of any identity, thing and tags: by the one as the
 * role has it and by the other as the IoT policy has it. Where it is not certain that none is, the answer is yes.
 */
export function mayOverlap(inRole: string, inIotPolicy: string): boolean {
  return meet(stepsOf(inRole, roleValues), stepsOf(inIotPolicy, iotPolicyValues));
}

/** Whether a topic with a user's identity ID in the place of `{identity}` may be covered by the pattern of another user. */
export function reachedByOthers(own: string, ofOthers: string): boolean {
  const other: readonly Step[] = [{ of: '\u0003', repeats: false }];
  return meet(stepsOf(own, symbols), stepsOf(ofOthers, { ...symbols, identity: other, thing: any }));
}

/** Whether, in an IoT policy, one pattern covers all that another covers, for every user. */
export function covers(wide: string, narrow: string): boolean {
  // A character that only `*` takes stands for "any text": what is covered with it is covered with any other.
  const anyText = [{ of: '\u0000', repeats: false }];
  return meet(stepsOf(wide, { ...symbols, '*': any }), stepsOf(narrow, { ...symbols, '*': anyText, tag: anyText }));
}

/** One character of `of` (undefined: of all), or any number of them. */
interface Step {
  readonly of: string | undefined;
  readonly repeats: boolean;
}

/** What may stand in the place of `*` and of each word; tags are all alike. */
type Values = Readonly<Record<'*' | 'identity' | 'thing' | 'tag', readonly Step[]>>;

const any: readonly Step[] = [{ of: undefined, repeats: true }];
const some = (of: string): Step[] => [
  { of, repeats: false },
  { of, repeats: true },
];

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** `[\w-]+:[0-9a-f-]+`: https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html */
const identity = [...some(`${letters}0123456789_-`), { of: ':', repeats: false }, ...some('0123456789abcdef-')];
/** `[a-zA-Z0-9:_-]+`: https://docs.aws.amazon.com/iot/latest/apireference/API_CreateThing.html */
const thing = some(`${letters}0123456789:_-`);

/** As `forRole` renders them; the tag of whoever it may be is any text. */
const roleValues: Values = { '*': any, identity, thing: any, tag: any };
/** As `forIotPolicy` renders them. */
const iotPolicyValues: Values = { '*': any, identity, thing, tag: any };
/** Each user's own, which is the same in both patterns. */
const symbols: Values = {
  '*': any,
  identity: [{ of: '\u0001', repeats: false }],
  thing: [{ of: '\u0002', repeats: false }],
  tag: any,
};

function stepsOf(pattern: string, values: Values): Step[] {
  return [...pattern.matchAll(/\{([^{}]*)\}|./gs)].flatMap(([text, word]) => {
    if (word === 'identity' || word === 'thing') return values[word];
    if (word !== undefined) return values.tag;
    return text === '*' ? values['*'] : [{ of: text, repeats: false }];
  });
}

/** Whether there is a text that takes both to their end: each pair of places that some beginning leads to, once. */
function meet(a: readonly Step[], b: readonly Step[]): boolean {
  const seen = new Set<number>();
  const open: [number, number][] = [[0, 0]];
  const reach = (i: number, j: number): void => {
    const key = i * (b.length + 1) + j;
    if (!seen.has(key)) open.push([i, j]);
    seen.add(key);
  };
  for (let next = open.pop(); next; next = open.pop()) {
    const [i, j] = next;
    const [left, right] = [a[i], b[j]];
    if (!left && !right) return true;
    if (left?.repeats) reach(i + 1, j);
    if (right?.repeats) reach(i, j + 1);
    if (left && right && share(left.of, right.of)) reach(left.repeats ? i : i + 1, right.repeats ? j : j + 1);
  }
  return false;
}

function share(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return [...a].some((character) => b.includes(character));
}
