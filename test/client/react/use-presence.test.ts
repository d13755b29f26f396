/** @jest-environment ./test/support/page-environment.cjs */
import { act, createElement, Suspense, use } from 'react';
import type { PresenceChange, PresenceMember } from '../../../client/index.js';
import { type UsePresenceOptions, usePresence } from '../../../client/react/react.js';
import { answering, clientUnderTest, identityId } from '../client-under-test.js';
import type { FakeBroker } from '../fake-broker.js';
import { ada, room, signedIn } from '../present.js';
import { settled, shownPages, within } from './page.js';

/** The reason code of MQTT 5. */
const NOT_AUTHORIZED = 0x87;

const { show, end } = shownPages();

/** A client of a user who has signed in, on a fake broker; it ends after the page. */
function ofUser() {
  answering(signedIn);
  const made = clientUnderTest();
  end(() => made.client.close());
  return made;
}

interface RoomProps extends UsePresenceOptions {
  readonly topic?: string | undefined;
  readonly seen?: ((members: readonly PresenceMember[]) => void) | undefined;
}

/** Shows what the hook gives. */
function Room({ topic, seen, ...options }: RoomProps) {
  const { members, me, isPresent, error } = usePresence(topic, options);
  seen?.(members);
  const names = members.map(({ data, isMe }) => `${isMe ? 'me' : 'other'}:${JSON.stringify(data)}`);
  return `${isPresent ? 'present' : 'absent'} ${me?.isMe ?? false} ${error?.name ?? ''} ${names.join(' ')}`;
}

const inRoom = (props: RoomProps = {}) => createElement(Room, { topic: room, ...props });

function hear(broker: FakeBroker, message: object, at = room): Promise<void> {
  const payload = new TextEncoder().encode(JSON.stringify(message));
  const topic = `${at}/presence/${ada}/tab`;
  return act(async () => broker.last.onMessage({ topic, payload, qos: 0, retain: false, dup: false }));
}

/** What was published, oldest first. */
function said({ connections }: FakeBroker): { readonly is: string; readonly data?: unknown }[] {
  return connections.flatMap(({ payloads }) =>
    payloads.map((payload) => JSON.parse(new TextDecoder().decode(payload))),
  );
}

const kinds = ({ connections }: FakeBroker) =>
  connections.flatMap(({ sent }) => sent.map(({ kind }) => kind)).filter((kind) => kind !== 'publish');

describe('usePresence', () => {
  it('connects, joins once in StrictMode, shows who comes and goes, and leaves when the component goes', async () => {
    const { client, broker } = ofUser();
    const changes: PresenceChange[] = [];
    const props = { data: { name: 'me' }, onChange: (change: PresenceChange) => changes.push(change) };
    const shown = await show(within(client, inRoom(props)));
    await settled(() => shown.text.startsWith('present'));
    expect(shown.text).toBe('present true  me:{"name":"me"}');
    expect(kinds(broker)).toEqual(['subscribe']);
    expect(said(broker)).toEqual([expect.objectContaining({ is: 'here', data: { name: 'me' } })]);

    await hear(broker, { is: 'here', every: 30, data: 'Ada' });
    expect(shown.text).toBe('present true  me:{"name":"me"} other:"Ada"');
    await hear(broker, { is: 'lost' });
    expect(shown.text).toBe('present true  me:{"name":"me"}');
    expect(changes).toEqual([
      { type: 'join', member: { memberId: ada, data: 'Ada', isMe: false } },
      { type: 'leave', member: { memberId: ada, data: 'Ada', isMe: false }, reason: 'lost' },
    ]);

    await shown.render(within(client, null));
    await settled(() => said(broker).at(-1)?.is === 'left');
    expect(said(broker).filter(({ is }) => is === 'left')).toHaveLength(1);
    expect(kinds(broker)).toEqual(['subscribe', 'unsubscribe']);
  });

  it('gives the same members until one of them changes', async () => {
    const { client, broker } = ofUser();
    const seen: (readonly PresenceMember[])[] = [];
    const content = (data: string) => within(client, inRoom({ data, seen: (members) => seen.push(members) }));
    const shown = await show(content('a'));
    await settled(() => shown.text.startsWith('present'));
    seen.length = 0;
    await shown.render(content('a'));
    await hear(broker, { is: 'here', every: 30, data: 'Ada' });
    await hear(broker, { is: 'here', every: 30, data: 'Ada' });
    expect(new Set(seen).size).toBe(2);
  });

  it('tells the others what is new of oneself, once, though the object is a new one at each render', async () => {
    const { client, broker } = ofUser();
    const content = (status: string) => within(client, inRoom({ data: { status } }));
    const shown = await show(content('here'));
    await settled(() => shown.text.startsWith('present'));
    await shown.render(content('here'));
    await shown.render(content('away'));
    await settled(() => shown.text.includes('away'));
    expect(said(broker).map(({ data }) => data)).toEqual([{ status: 'here' }, { status: 'away' }]);
  });

  it('tells the others what has become new while it joined', async () => {
    const { client, broker } = ofUser();
    const shown = await show(within(client, inRoom({ data: 'joining' })));
    await shown.render(within(client, inRoom({ data: 'there' })));
    await settled(() => shown.text.includes('there'));
    expect(said(broker).map(({ data }) => data)).toEqual(['joining', 'there']);
  });

  it('leaves one topic for another, and shows nobody of the first', async () => {
    const { client, broker } = ofUser();
    const shown = await show(within(client, inRoom()));
    await settled(() => shown.text.startsWith('present'));
    await hear(broker, { is: 'here', every: 30, data: 'Ada' });
    const seen: (readonly PresenceMember[])[] = [];
    await shown.render(within(client, inRoom({ topic: 'rooms/7', seen: (members) => seen.push(members) })));
    expect(seen.flat().filter(({ isMe }) => !isMe)).toEqual([]);
    await settled(() => shown.text.startsWith('present'));
    await hear(broker, { is: 'here', every: 30, data: 'late' });
    await hear(broker, { is: 'here', every: 30, data: 'Bob' }, 'rooms/7');
    expect(shown.text).toBe('present true  me:null other:"Bob"');
    expect(said(broker).map(({ is }) => is)).toContain('left');
  });

  it('joins nobody while the topic is not known', async () => {
    const { client, broker } = ofUser();
    const shown = await show(within(client, createElement(Room)));
    await settled();
    expect(shown.text).toBe('absent false  ');
    expect(broker.tries).toEqual([]);
  });

  it('gives a guest a NotSignedInError, throws nothing, and sends nothing', async () => {
    answering({ status: 403, body: { Message: 'User is not authorized to access this resource' } });
    const { client, broker, errors } = clientUnderTest();
    end(() => client.close());
    const shown = await show(within(client, inRoom()));
    await settled(() => shown.text.includes('Error'));
    expect(shown.text).toBe('absent false NotSignedInError ');
    expect(broker.connections).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('shows what is wrong with topic and data', async () => {
    const { client } = ofUser();
    const shown = await show(within(client, inRoom({ topic: 'rooms/+' })));
    await settled(() => shown.text.includes('Error'));
    expect(shown.text).toBe('absent false RangeError ');
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    await shown.render(within(client, inRoom({ data: cyclic })));
    await settled(() => shown.text.includes('TypeError'));
    expect(shown.text).toBe('absent false TypeError ');
  });

  it('shows nobody once the client is closed, and joins again when it is opened anew', async () => {
    const { client, broker } = ofUser();
    const shown = await show(within(client, inRoom()));
    await settled(() => shown.text.startsWith('present'));
    await hear(broker, { is: 'here', every: 30, data: 'Ada' });
    await act(() => client.close());
    expect(shown.text).toBe('absent false  ');
    await act(() => client.connect());
    await settled(() => shown.text.startsWith('present'));
    expect(shown.text).toBe('present true  me:null');
  });

  it('tells no error when the client is closed while it joins', async () => {
    const { client, broker } = ofUser();
    await client.connect();
    broker.mute = true;
    const shown = await show(within(client, inRoom()));
    await settled(() => kinds(broker).includes('subscribe'));
    await act(() => client.close());
    await settled();
    expect(shown.text).toBe('absent false  ');
  });

  it('stays while something beside it suspends, and counts who comes meanwhile', async () => {
    const { client, broker } = ofUser();
    const changes: PresenceChange[] = [];
    let value: Promise<string> = Promise.resolve('ready');
    const Slow = () => use(value);
    const content = (step: number) => {
      const beside = createElement(Slow, { key: 'slow', ...{ step } });
      const there = inRoom({ onChange: (change) => changes.push(change) });
      return within(client, createElement(Suspense, { fallback: 'loading' }, there, beside));
    };
    const shown = await show(content(0));
    await settled(() => shown.text.startsWith('present'));
    value = new Promise(() => {});
    await shown.render(content(1));
    expect(shown.text).toContain('loading');
    await hear(broker, { is: 'here', every: 30, data: 'Ada' });
    expect(changes).toEqual([expect.objectContaining({ type: 'join' })]);
    expect(said(broker).map(({ is }) => is)).not.toContain('left');
  });

  it('joins by itself what it was refused, once the user has other rights', async () => {
    const { client, broker } = ofUser();
    const everybody = `${room}/presence/+/+`;
    broker.refused.set(everybody, NOT_AUTHORIZED);
    const shown = await show(within(client, inRoom()));
    await settled(() => shown.text.includes('Error'));
    expect(shown.text).toBe('absent false NotAuthorizedError ');

    broker.refused.clear();
    const connection = { clientId: identityId, topics: { publish: [], subscribe: [everybody], receive: [everybody] } };
    answering({ body: { identityId, policyName: 'Policy', connection } });
    await act(async () => void (await client.attachment()));
    await settled(() => shown.text.startsWith('present'));
    expect(shown.text).toBe('present true  me:null');
  });
});
