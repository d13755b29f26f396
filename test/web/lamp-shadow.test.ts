import { readShadowAnswer } from '../../web/lamp/lamp-shadow.js';

const answer = (rest: string) => `$aws/things/lamp/shadow/${rest}`;

describe('what the lamp’s shadow answers', () => {
  it.each([
    {
      what: 'an update',
      topic: 'update/documents',
      document: {
        previous: { state: { reported: { on: false } } },
        current: { state: { desired: { on: true }, reported: { on: false } } },
      },
      says: { is: 'state', on: false, wanted: true },
    },
    {
      what: 'what it was asked for',
      topic: 'get/accepted',
      document: { state: { reported: { on: true } } },
      says: { is: 'state', on: true, wanted: undefined },
    },
    {
      what: 'a shadow of something else than a lamp',
      topic: 'get/accepted',
      document: { state: { reported: { on: 'bright' }, desired: null } },
      says: { is: 'state', on: undefined, wanted: undefined },
    },
    { what: 'nothing', topic: 'get/accepted', document: null, says: { is: 'state', on: undefined, wanted: undefined } },
    {
      what: 'a rejection',
      topic: 'update/rejected',
      document: { code: 404, message: 'Thing not found', clientToken: 'mine' },
      says: { is: 'rejected', clientToken: 'mine', message: 'Thing not found' },
    },
  ])('is read: $what', ({ topic, document, says }) => {
    expect(readShadowAnswer(answer(topic), document)).toEqual(says);
  });
});
