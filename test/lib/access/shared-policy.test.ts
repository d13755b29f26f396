import { App, Stack } from 'aws-cdk-lib';
import { placedAccesses, sharedPolicyProblems } from '../../../lib/access/shared-policy.js';
import { IotAccessPolicy, readSettings, type TopicAccess } from '../../../lib/index.js';

const nothing = { publish: [], subscribe: [], receive: [] };
const devices = { ...nothing, clientIds: ['{identity}', '{thing}'], publish: ['devices/{thing}/*'] };
const plain = { ...nothing, clientIds: ['{identity}', '{thing}'] };
const tags = ['tenant'];

const problemsOf = (access: TopicAccess, ...groups: TopicAccess[]) =>
  sharedPolicyProblems(
    placedAccesses({ access, groups: groups.map((one, index) => ({ name: `g${index}`, access: one })) }, tags),
  );

describe('accesses that share an IoT policy', () => {
  it.each<{ title: string; accesses: [TopicAccess, ...TopicAccess[]]; where: string; what: RegExp }>([
    {
      title: 'a plain pattern over the topics of things',
      accesses: [plain, devices, { ...plain, publish: ['devices/*'] }],
      where: 'groups[0].access.publish[0]',
      what: /"devices\/\{thing\}\/\*": .* "devices\/\*" of groups\[1\]\.access\.publish\[0\] .* different fixed text, or add "devices\/\*" to groups\[0\]\.access\.publish too$/,
    },
    {
      title: 'a plain pattern of users in no group',
      accesses: [{ ...plain, publish: ['a', 'devices/lobby/state'] }, devices],
      where: 'groups[0].access.publish[0]',
      what: /"devices\/lobby\/state" of access\.publish\[1\]/,
    },
    {
      title: 'things of users in no group',
      accesses: [devices, { ...plain, publish: ['devices/*'] }],
      where: 'access.publish[0]',
      what: /"devices\/\*" of groups\[0\]\.access\.publish\[0\]/,
    },
    {
      title: 'a wider pattern of things, since * spans levels',
      accesses: [plain, { ...plain, publish: ['devices/{thing}/a'] }, devices],
      where: 'groups[0].access.publish[0]',
      what: /"devices\/\{thing\}\/\*" of groups\[1\]/,
    },
    {
      title: 'a tag, which cannot stand beside a thing',
      accesses: [plain, devices, { ...plain, publish: ['devices/{tenant}/x'] }],
      where: 'groups[0].access.publish[0]',
      what: /"devices\/\{tenant\}\/x" of .*; begin the two with different fixed text$/,
    },
    {
      title: 'receiving',
      accesses: [
        { ...plain, receive: ['d/*'] },
        { ...plain, receive: ['d/{thing}'] },
      ],
      where: 'groups[0].access.receive[0]',
      what: /access\.receive\[0\]/,
    },
    {
      title: 'filters, which are compared as text',
      accesses: [
        { ...plain, subscribe: ['d/#'] },
        { ...plain, subscribe: ['d/{thing}'] },
      ],
      where: 'groups[0].access.subscribe[0]',
      what: /"d\/#" of access\.subscribe\[0\]/,
    },
    {
      title: 'retaining',
      accesses: [
        { ...plain, retain: ['d/a'] },
        { ...plain, retain: ['d/{thing}'] },
      ],
      where: 'groups[0].access.retain[0]',
      what: /access\.retain\[0\]/,
    },
    {
      title: 'shadows, said once though they are many topics',
      accesses: [
        { ...plain, shadows: ['lobby'] },
        { ...plain, shadows: ['{thing}'] },
      ],
      where: 'groups[0].access.shadows[0]',
      what: /"lobby" of access\.shadows\[0\] .*; add "lobby" to groups\[0\]\.access\.shadows too$/,
    },
    {
      title: 'shadows of which neither can give way',
      accesses: [
        { ...plain, shadows: ['{tenant}-lamp'] },
        { ...plain, shadows: ['{thing}'] },
      ],
      where: 'groups[0].access.shadows[0]',
      what: /; use one of the two$/,
    },
    {
      title: 'client IDs: whoever may connect as a thing has any client ID in the role',
      accesses: [
        { ...nothing, clientIds: ['app-{identity}'] },
        { ...nothing, clientIds: ['{identity}', '{thing}'] },
      ],
      where: 'groups[0].access.clientIds[1]',
      what: /"app-\{identity\}" of access\.clientIds\[0\] .*; add "app-\{identity\}" to groups\[0\]\.access\.clientIds too$/,
    },
  ])('are refused for $title', ({ accesses, where, what }) => {
    expect(problemsOf(...accesses)).toEqual([{ where, what: expect.stringMatching(what) }]);
  });

  it.each<{ title: string; accesses: [TopicAccess, ...TopicAccess[]] }>([
    { title: 'no things', accesses: [{}, { publish: ['a'] }, { publish: ['users/*'], clientIds: ['a-{identity}'] }] },
    { title: 'different fixed text', accesses: [plain, devices, { ...plain, publish: ['machines/*'] }] },
    { title: 'the same text after the thing only', accesses: [devices, { ...plain, publish: ['a/{thing}/*'] }] },
    {
      title: 'patterns of things that end differently',
      accesses: [
        { ...plain, publish: ['d/{thing}/a'] },
        { ...plain, publish: ['d/{thing}/b'] },
      ],
    },
    {
      title: 'the pattern of the other added, as the message says',
      accesses: [
        plain,
        { ...devices, publish: ['devices/{thing}/*', 'devices/*'] },
        { ...plain, publish: ['devices/*'] },
      ],
    },
    {
      title: 'a pattern that an own one covers',
      accesses: [devices, { ...devices, publish: ['devices/{thing}/*', 'devices/{thing}/a'] }],
    },
    {
      title: 'the same in another list',
      accesses: [devices, { ...plain, receive: ['devices/*'], subscribe: ['devices/*'] }],
    },
    { title: 'the same access', accesses: [devices, devices] },
  ])('are fine with $title', ({ accesses }) => {
    expect(problemsOf(...accesses)).toEqual([]);
  });

  it('are checked by settings and by the construct', () => {
    const groups = [
      { name: 'a', access: devices },
      { name: 'b', access: { ...plain, publish: ['devices/*'] } },
    ];
    const message = /groups\[0\]\.access\.publish\[0\]: given "devices\/\{thing\}\/\*"/;
    expect(() => readSettings({ access: plain, groups })).toThrow(message);
    const stack = new Stack(new App(), 'Stack');
    expect(() => new IotAccessPolicy(stack, 'Policy', { access: plain, groups })).toThrow(message);
  });
});
