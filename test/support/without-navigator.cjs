// From Node 21 on there is a `navigator`. Amplify takes Node for an old browser then, and multiplies SRP's numbers with
// `Math.floor`, a global that is slow to reach under jest: a sign-in would take 18 s instead of one.
Reflect.deleteProperty(globalThis, 'navigator');
