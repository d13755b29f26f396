/** `us-east-1:157adadd-098e-49f2-8fd4-96b8edeb7762`, an identity ID of Amazon Cognito. */
const IDENTITY = /([a-z]{2}(?:-[a-z]+)+-\d:[0-9a-f]{4})([0-9a-f]{4}(?:-[0-9a-f]{4}){3}-[0-9a-f]{8})([0-9a-f]{4})/;

/** What of an identity ID is shown, what can be left out, and what is shown again. */
export type SplitIdentity = readonly [start: string, middle: string, end: string];

/** The parts of a topic, topic filter or client ID: text as it is, and identity IDs. */
export function splitByIdentity(name: string): (string | SplitIdentity)[] {
  const parts: (string | SplitIdentity)[] = [];
  let rest = name;
  for (let found = IDENTITY.exec(rest); found !== null; found = IDENTITY.exec(rest)) {
    const [all, start = '', middle = '', end = ''] = found;
    if (found.index > 0) parts.push(rest.slice(0, found.index));
    parts.push([start, middle, end]);
    rest = rest.slice(found.index + all.length);
  }
  if (rest !== '') parts.push(rest);
  return parts;
}
