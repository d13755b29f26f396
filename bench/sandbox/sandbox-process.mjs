import { pathToFileURL } from 'node:url';

/**
 * A sandbox in a process of its own, so that its memory is only its own. Plain JavaScript, so that the built package
 * runs in it as it does for those who install it: without a loader of sources.
 * Arguments: the sandbox's module, the folder of the synthesized stack, and the folder that keeps the state.
 */
const [, , code, folder, dataFolder] = process.argv;
const { readAssembly, startSandbox } = await import(pathToFileURL(code).href);
const assembly = readAssembly(folder);
const begun = performance.now();
// More people sign up than Cognito itself mails in a day.
const options = { emailsPerDay: 1_000_000, ...(dataFolder === undefined ? {} : { dataFolder }) };
const sandbox = await startSandbox({ assembly, ...options });
const { url, outputs } = sandbox;
process.send?.({ url, outputs, bootMs: performance.now() - begun });
process.on('message', (question) => {
  if (question === 'memory') return void process.send?.({ rssMb: rssMb() });
  const before = cpuMs();
  // Once more: what ended with the first is found by the second.
  for (let times = 0; times < 2; times += 1) globalThis.gc?.();
  process.send?.({ cpuMs: before, cpuAfterMs: cpuMs(), rssMb: rssMb() });
});
process.on('disconnect', async () => {
  await sandbox.stop();
  process.exit(0);
});

function rssMb() {
  return process.memoryUsage.rss() / 2 ** 20;
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
