import { forApi, minutes, newPlace, principal, signed } from './signing.js';

describe('a signed request', () => {
  it.each(['a=%FC&b=1', 'b=1&a=%fc', '&b=1&&a=%FC'])('has one canonical query for %s', async (queryString) => {
    const place = newPlace();
    const wire = await signed(place);
    const canonical = await refusalOf(place.verifier.verify({ ...wire, queryString }, forApi));
    expect(canonical).toContain('\na=%FC&b=1\n');
  });

  it.each([
    { title: 'five minutes old is taken', moved: 5 * minutes, words: undefined },
    {
      title: 'older than five minutes is refused',
      moved: 5 * minutes + 1000,
      words: /^Signature expired: 20261103T070905Z/,
    },
    { title: 'five minutes ahead is taken', moved: -5 * minutes, words: undefined },
    { title: 'further ahead is refused', moved: -5 * minutes - 1000, words: /^Signature not yet current/ },
  ])('$title', async ({ moved, words }) => {
    const place = newPlace();
    const wire = await signed(place);
    place.clock.advance(moved);
    const verified = place.verifier.verify(wire, forApi);
    if (words === undefined) await expect(verified).resolves.toMatchObject({ principal });
    else await expect(verified).rejects.toThrow(words);
  });

  it('of expired credentials is refused as such, and only if it is a good one', async () => {
    const place = newPlace();
    place.clock.advance(3600_000);
    const wire = await signed(place);
    await expect(place.verifier.verify(wire, forApi)).rejects.toMatchObject({ code: 'ExpiredTokenException' });
    wire.method = 'GET';
    await expect(place.verifier.verify(wire, forApi)).rejects.toMatchObject({ code: 'InvalidSignatureException' });
  });
});

async function refusalOf(verified: Promise<unknown>): Promise<string> {
  return verified.then(
    () => 'taken',
    (error: Error) => error.message,
  );
}
