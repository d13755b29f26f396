import { forApi, minutes, newPlace, principal, signed, type Wire } from './signing.js';

describe('a presigned URL', () => {
  const mqtt = { service: 'iotdevicegateway', method: 'GET', path: '/mqtt' };
  const forMqtt = { service: 'iotdevicegateway', region: 'us-east-1' };

  async function mqttUrl(place: ReturnType<typeof newPlace>, expiresIn = 300): Promise<Wire> {
    const wire = await signed(place, { ...mqtt, presigned: { expiresIn }, sessionToken: undefined });
    wire.query.set('X-Amz-Security-Token', place.credentials.sessionToken);
    return wire;
  }

  it('of AWS IoT has its session token added after signing', async () => {
    const place = newPlace();
    await expect(place.verifier.verify(await mqttUrl(place), forMqtt)).resolves.toMatchObject({ principal });
  });

  it('of any other service has its session token signed', async () => {
    const place = newPlace();
    const wire = await signed(place, { presigned: { expiresIn: 300 }, sessionToken: undefined });
    wire.query.set('X-Amz-Security-Token', place.credentials.sessionToken);
    await expect(place.verifier.verify(wire, forApi)).rejects.toMatchObject({ code: 'InvalidSignatureException' });
  });

  it.each([
    { title: 'replayed after five minutes', change: () => undefined, moved: 5 * minutes + 1000 },
    {
      title: 'whose X-Amz-Expires was raised',
      change: (wire: Wire) => wire.query.set('X-Amz-Expires', '3600'),
      moved: 0,
    },
    {
      title: 'that lives longer than seven days',
      change: (wire: Wire) => wire.query.set('X-Amz-Expires', '604801'),
      moved: 1,
    },
    ...['X-Amz-Signature', 'X-Amz-Security-Token', 'X-Amz-Date', 'X-Amz-Expires'].map((name) => ({
      title: `with ${name} twice`,
      change: (wire: Wire) => wire.query.append(name, wire.query.get(name) ?? ''),
      moved: 0,
    })),
    {
      title: 'with an x-amz header that nobody signed',
      change: (wire: Wire) => {
        wire.headers['x-amz-meta'] = '1';
      },
      moved: 0,
    },
    { title: 'with a second host', change: (wire: Wire) => void wire.repeatedHeaders.push('host'), moved: 0 },
    { title: 'without its session token', change: (wire: Wire) => wire.query.delete('X-Amz-Security-Token'), moved: 0 },
    { title: 'without the host', change: (wire: Wire) => wire.query.set('X-Amz-SignedHeaders', 'date'), moved: 0 },
    { title: 'with another parameter', change: (wire: Wire) => wire.query.set('x', '1'), moved: 0 },
    { title: 'with another algorithm', change: (wire: Wire) => wire.query.set('X-Amz-Algorithm', 'none'), moved: 0 },
    {
      title: 'whose date was moved',
      change: (wire: Wire) => wire.query.set('X-Amz-Date', '20261103T071005Z'),
      moved: 0,
    },
  ])('$title is refused', async ({ change, moved }) => {
    const place = newPlace();
    const wire = await mqttUrl(place);
    change(wire);
    place.clock.advance(moved);
    await expect(place.verifier.verify(wire, forMqtt)).rejects.toMatchObject({ status: 403 });
  });

  it.each(['1e3', ' 300', '+300', '300.0', '0x12c', '0', '-1', '٣'])(
    'is refused when what it signs as X-Amz-Expires is "%s"',
    async (expiresIn) => {
      const place = newPlace();
      // What a hostile client would sign; the signer's type allows numbers alone.
      const wire = await mqttUrl(place, expiresIn as unknown as number);
      await expect(place.verifier.verify(wire, forMqtt)).rejects.toMatchObject({
        code: 'IncompleteSignatureException',
        message: "'X-Amz-Expires' is a number of seconds from 1 to 604800.",
      });
    },
  );

  it('without X-Amz-Expires lives five minutes', async () => {
    const place = newPlace();
    const wire = await mqttUrl(place);
    wire.query.delete('X-Amz-Expires');
    await expect(place.verifier.verify(wire, forMqtt)).rejects.toThrow(/does not match/);
    place.clock.advance(5 * minutes + 1000);
    await expect(place.verifier.verify(wire, forMqtt)).rejects.toThrow(/Signature expired/);
  });
});
