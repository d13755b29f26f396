/**
 * Calls a handler, and gives what it answers: by a promise, and before Node.js 24 by a callback, or with nothing once the
 * event loop has nothing left to do.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
export function callHandler(handler, event, context, { hasCallbacks }) {
  if (!hasCallbacks) return handler(event, context);
  return new Promise((resolve, reject) => {
    const endsWithNothing = () => resolve(null);
    const settle = (end) => (value) => {
      process.off('beforeExit', endsWithNothing);
      end(value);
    };
    const [succeed, fail] = [settle(resolve), settle(reject)];
    const done = (error, result) => (error ? fail(error) : succeed(result));
    process.once('beforeExit', endsWithNothing);
    // What the callback was before it was a callback; `cfn-response` calls it.
    Object.assign(context, { callbackWaitsForEmptyEventLoop: true, succeed, fail, done });
    try {
      const returned = handler(event, context, done);
      if (typeof returned?.then === 'function') returned.then(succeed, fail);
    } catch (error) {
      fail(error);
    }
  });
}
