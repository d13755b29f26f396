/** Answers at once: what a process, the runtime and one round of the Runtime API cost. */
export const handler = async () => ({ statusCode: 200, body: '{}' });
