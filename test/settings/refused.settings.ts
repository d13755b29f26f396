import { documents, journeyOf, type Statement } from '../support/journey-of-settings.js';
import type { EditableTemplate } from '../support/synthesized-assembly.js';

const topics = (...patterns: string[]) => ({ publish: patterns, subscribe: patterns, receive: patterns });
const news = {
  publish: ['users/{identity}/*'],
  subscribe: ['users/{identity}/*', 'news/*'],
  receive: ['users/{identity}/*', 'news/*'],
};

describe('the journey through a stack of other settings', () => {
  it.each([
    { title: 'topics of another name', settings: { access: topics('devices/{identity}/*') } },
    { title: 'topics that the user may hear and not write to', settings: { access: news } },
    { title: 'a client ID of its own', settings: { access: { clientIds: ['app-{identity}'] } } },
    { title: 'users whom an administrator makes', settings: { selfSignUp: false } },
    { title: 'apps that attach by themselves', settings: { clientSideAttach: true } },
    {
      title: 'things and tags, which the made-up user has not',
      settings: {
        principalTags: { tenant: 'custom:tenant' },
        access: { clientIds: ['{identity}', '{thing}'], ...topics('things/{thing}/*', 'tenants/{tenant}/*') },
      },
    },
    { title: 'no topic to publish to', settings: { access: { ...topics('a/{identity}/*'), publish: [] } } },
  ])('goes well with $title', async ({ settings }) => {
    const results = await journeyOf(settings);
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    expect(results).toHaveLength(20);
  });

  it('tries guests by the setting, and members of each group by what they are told', async () => {
    const results = await journeyOf({
      guests: { access: topics('lobby/{identity}/*') },
      groups: [
        { name: 'operators', access: topics('machines/*') },
        { name: 'viewers', access: { publish: [], subscribe: ['machines/*'], receive: ['machines/*'] } },
      ],
    });
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    const published = results.filter(({ step }) => step === 'publish-own');
    expect(published.map(({ who, detail }) => [who, detail.topic])).toEqual([
      [undefined, expect.stringMatching(/^users\/us-east-1:.*\/hello$/)],
      ['group operators', 'machines/hello'],
      ['group viewers', 'machines/hello'],
      ['guest', expect.stringMatching(/^lobby\/us-east-1:.*\/hello$/)],
    ]);
    expect(published.map(({ detail }) => (detail.published as string[]).length)).toEqual([1, 1, 0, 1]);
  });

  it('says of each step for which a stack has no use why that is so', async () => {
    const access = topics('things/{thing}/*');
    const results = await journeyOf({ selfSignUp: false, guests: {}, clientSideAttach: true, access });
    const skipped = results.filter(({ who, skipped }) => who === undefined && skipped !== undefined);
    expect(Object.fromEntries(skipped.map(({ step, ok, skipped }) => [step, [ok, skipped]]))).toEqual({
      'sign-up': [true, expect.stringContaining('selfSignUp')],
      confirm: [true, expect.stringContaining('administrator')],
      'client-attach-refused': [true, expect.stringContaining('clientSideAttach')],
      'subscribe-own': [true, expect.stringContaining('no topic')],
      'publish-own': [true, expect.stringContaining('no topic')],
      'guest-refused': [true, expect.stringContaining('guests')],
    });
  });
});

describe('the journey through a stack whose documents are not what was meant', () => {
  it.each([
    { action: 'iot:Publish', step: 'publish-own', names: /publishing to users\/.*\/hello/ },
    { action: 'iot:Subscribe', step: 'subscribe-own', names: /subscribing to (users\/.*|news)\/#/ },
    { action: 'iot:Receive', step: 'publish-own', names: /message on (users\/.*|news)\/hello was not delivered/ },
  ])('fails at $step without $action on one pattern of either document', async ({ action, step, names }) => {
    const journeys = ['AWS::IAM::Policy', 'AWS::IoT::Policy'].map((type) =>
      journeyOf({ access: news }, (template) => narrow(template, type, action)),
    );
    for (const results of await Promise.all(journeys)) {
      expect(results).toHaveLength(20);
      expect(results.find(({ ok }) => !ok)).toMatchObject({ step, detail: { message: expect.stringMatching(names) } });
    }
  });

  it.each([
    { kind: 'topic', step: 'publish-foreign-refused' },
    { kind: 'topicfilter', step: 'subscribe-foreign-refused' },
    { kind: 'client', step: 'foreign-client-id-refused' },
  ])('fails at $step when $kind/ of everybody is open in both documents', async ({ kind, step }) => {
    const results = await journeyOf({}, (template) => widen(template, kind));
    expect(results.find(({ ok }) => !ok)).toMatchObject({ step, detail: { code: 'NotRefused' } });
  });

  it('fails at the wildcard subscription when only that is open in both documents', async () => {
    const results = await journeyOf({}, (template) => widen(template, 'topicfilter', 'users/+'));
    expect(results.filter(({ ok }) => !ok).map(({ step }) => step)).toEqual(['subscribe-wildcard-refused']);
  });
});

/** Takes the last resource of an action away: that of `news/*`, or the only one with its statement. */
function narrow(template: EditableTemplate, type: string, action: string): void {
  let found = 0;
  for (const document of documents(template, type)) {
    document.Statement = document.Statement.flatMap((statement) => {
      const actions = [statement.Action].flat();
      if (!actions.includes(action)) return [statement];
      found += 1;
      const others = actions.filter((name) => name !== action);
      const resources = [statement.Resource].flat();
      return [
        ...(others.length > 0 ? [{ ...statement, Action: others }] : []),
        ...(resources.length > 1 ? [{ ...statement, Action: action, Resource: resources.slice(1) }] : []),
      ];
    });
  }
  if (found === 0) throw new Error(`no ${type} allows ${action}`);
}

/** Opens every name of that kind, or those that begin so, to everybody, in the roles and in the IoT policies. */
function widen(template: EditableTemplate, kind: string, beginning = ''): void {
  const actions = { client: 'iot:Connect', topic: 'iot:Publish', topicfilter: 'iot:Subscribe' }[kind] as string;
  for (const type of ['AWS::IAM::Policy', 'AWS::IoT::Policy']) {
    for (const { Statement } of documents(template, type)) {
      if (!Statement.some(({ Action }) => [Action].flat().includes('iot:Connect'))) continue;
      const Resource = `arn:aws:iot:us-east-1:111122223333:${kind}/${beginning}*`;
      Statement.push({ Effect: 'Allow', Action: [actions], Resource: [Resource] } as Statement);
    }
  }
}
