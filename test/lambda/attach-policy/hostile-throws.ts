const cyclic = new Error('round and round');
cyclic.cause = cyclic;

const trap = (): never => {
  throw new Error('not even this can be asked');
};
const wholeTrap: ProxyHandler<object> = {
  get: trap,
  has: trap,
  getPrototypeOf: trap,
  getOwnPropertyDescriptor: trap,
  ownKeys: trap,
};

/** Whatever code may throw, and what an Error can be made into. */
export const hostileThrows: readonly { readonly title: string; readonly thrown: unknown }[] = [
  { title: 'undefined', thrown: undefined },
  { title: 'null', thrown: null },
  { title: 'a number', thrown: 42 },
  { title: 'a BigInt', thrown: 42n },
  { title: 'a text', thrown: 'just a text' },
  { title: 'a symbol', thrown: Symbol('thrown') },
  { title: 'a function', thrown: () => 'thrown' },
  { title: 'an object without prototype', thrown: Object.create(null) },
  { title: 'an object whose toString and toJSON throw', thrown: { toString: trap, toJSON: trap } },
  { title: 'a proxy of an Error on which everything throws', thrown: new Proxy(new Error('hidden'), wholeTrap) },
  { title: 'a revoked proxy', thrown: revoked() },
  { title: 'an Error with a cyclic cause', thrown: cyclic },
  { title: 'an Error without prototype', thrown: Object.setPrototypeOf(new Error('bare'), null) },
  { title: 'an Error with name, message and stack that are no text', thrown: errorWith(Symbol('a'), { b: 1n }) },
  { title: 'an Error with an empty message', thrown: new Error('') },
  ...(['name', 'message', 'stack', 'cause', 'code', '$metadata'] as const).flatMap((property) => [
    { title: `an Error whose ${property} throws`, thrown: withGetter(property, trap) },
    { title: `an Error whose ${property} is an object`, thrown: withGetter(property, () => ({ deep: { er: 1 } })) },
    { title: `an Error whose ${property} is a symbol`, thrown: withGetter(property, () => Symbol(property)) },
    { title: `an Error whose ${property} is null`, thrown: withGetter(property, () => null) },
    { title: `an Error whose ${property} is a proxy`, thrown: withGetter(property, () => new Proxy({}, wholeTrap)) },
  ]),
];

function withGetter(property: string, get: () => unknown): Error {
  return Object.defineProperty(new Error('with a getter'), property, { get });
}

function errorWith(name: unknown, message: unknown): Error {
  return Object.assign(new Error('replaced'), { name, message, stack: 7 });
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable(new Error('gone'), {});
  revoke();
  return proxy;
}
