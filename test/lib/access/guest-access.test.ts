import { completeGuestAccess } from '../../../lib/access/guest-access.js';
import { defaultTopicAccess } from '../../../lib/access/topic-access.js';

describe('the access of guests', () => {
  it('has the defaults of users', () => {
    expect(completeGuestAccess({})).toEqual(defaultTopicAccess);
    expect(completeGuestAccess({ access: { ...defaultTopicAccess, publish: ['a'] } })).toMatchObject({
      publish: ['a'],
    });
  });

  it.each(['retain', 'shadows'])('does not lose %s, which guests cannot have, without a word', (field) => {
    // An access of users has more fields than one of guests, and TypeScript takes it.
    const access = { ...defaultTopicAccess, [field]: ['a'] };
    expect(() => completeGuestAccess({ access })).toThrow(
      `guests.access.${field}: cannot be given to guests; allowed: clientIds, publish, subscribe, receive`,
    );
  });
});
