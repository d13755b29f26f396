import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Milliseconds in which Linux's scheduler counts a share of CPU on Lambda: https://docs.kernel.org/scheduler/sched-bwc.html */
const period = 20;
/** MB that come with one full vCPU: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const fullCpuMemory = 1769;

/**
 * Lets a process run for only a share of the time, as Lambda does during an invocation with little memory, by stopping
 * and continuing it with signals. An emulation: the kernel's own scheduler would not stop it in the middle of nothing.
 *
 * @returns ends it; the process then runs freely
 */
export async function limitCpu(pid: number, memorySize: number): Promise<() => Promise<void>> {
  if (memorySize >= fullCpuMemory) return async () => undefined;
  const running = (period * memorySize) / fullCpuMemory;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(source, { eval: true, workerData: { pid, running, pause: period - running, stop } });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  await once(worker, 'message');
  return async () => {
    Atomics.store(stop, 0, 1);
    Atomics.notify(stop, 0);
    await ended;
  };
}

/** In a thread of its own: a busy main thread would lengthen the slices. */
const source = `
  const { parentPort, workerData: { pid, running, pause, stop } } = require('node:worker_threads');
  const signal = (name) => { try { process.kill(pid, name); return true; } catch { return false; } };
  parentPort.postMessage('started');
  while (Atomics.load(stop, 0) === 0) {
    if (!signal('SIGCONT')) break;
    Atomics.wait(stop, 0, 0, running);
    if (!signal('SIGSTOP')) break;
    Atomics.wait(stop, 0, 0, pause);
  }
  signal('SIGCONT');
`;
