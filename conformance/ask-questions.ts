import { setTimeout as pause } from 'node:timers/promises';
import type { LeftBehind, Removals } from '../journey/removals.js';
import { NotAsked } from './answer.js';
import { type Asking, createAsking } from './asking.js';
import { createClients } from './clients.js';
import type { Place } from './place.js';
import { placeClock } from './place-clock.js';
import type { Question } from './question.js';
import type { Report, Told } from './report.js';
import { createScrubber } from './scrubber.js';
import { createThrowAway } from './throw-away.js';

export interface AskOptions {
  readonly place: Place;
  readonly questions: readonly Question[];
  /** Asks those too that take long on AWS, and move a sandbox's clock. */
  readonly slow: boolean;
  /** Of the account, which no report may name; the sandbox's and those of AWS both know it. */
  readonly accountId: string;
  /** What is made is noted here, before it is made. */
  readonly removals: Removals;
  /** Aborted, nothing more is asked or made, and what was made is removed. */
  readonly signal: AbortSignal;
  readonly tell: (question: Question, told: Told) => void;
  readonly tellLeft: (left: readonly LeftBehind[]) => void;
  /** What is removed, before it is. */
  readonly tellRemoving: (count: number) => void;
}

/** Asks one question after the other, and takes away what was made for them, however it ends. */
export async function askQuestions(options: AskOptions): Promise<Report> {
  const { place, questions, slow, accountId, signal, tell } = options;
  const scrubber = createScrubber();
  const removals = until(signal, options.removals);
  nameAll(scrubber, place, accountId);
  const clock = await placeClock(place.sandbox, signal);
  const clients = createClients(place, clock);
  const answers: Record<string, Told> = {};
  const measured: Record<string, Record<string, number>> = {};
  const make = createThrowAway({ place, clients, removals, scrubber });
  const asking = createAsking({ place, clients, clock, make, removals, scrubber, measured: () => undefined });

  const end = aborted(signal);
  const ask = async (question: Question) => {
    if (signal.aborted) return;
    const noted = (name: string, milliseconds: number) => {
      measured[question.id] = { ...measured[question.id], [name]: Math.round(milliseconds) };
    };
    const asked = one(question, { ...asking, measured: noted }, slow);
    const found = await Promise.race([asked, end]);
    // What it is making is to be there when it is removed.
    if (found === undefined) return void (await Promise.race([asked, pause(UNDER_WAY_MS, undefined, { ref: false })]));
    const told = scrubber.scrub(found);
    answers[question.id] = told;
    tell(question, told);
  };

  try {
    // Those that move the clock come last: whoever has signed in before would be signed out by it.
    const [quick, long] = [questions.filter(({ slow }) => !slow), questions.filter(({ slow }) => slow)];
    for (const question of quick) await ask(question);
    // On AWS they wait, and may wait together.
    if (place.sandbox === undefined) await Promise.all(long.map(ask));
    else for (const question of long) await ask(question);
  } finally {
    options.tellRemoving(removals.left().length);
    options.tellLeft(await removals.removeAll());
    await clock.restore();
    clients.destroy();
  }
  const report: Report = {
    format: 1,
    asked: place.sandbox === undefined ? 'aws' : 'sandbox',
    day: new Date().toISOString().slice(0, 10),
    answers,
    measured,
  };
  const leaked = scrubber.leaks(JSON.stringify({ answers, measured }));
  if (leaked.length > 0) throw new Error(`the report would tell ${leaked.join(', ')}; this is a fault of the command`);
  return report;
}

/** A question that was interrupted has so long to end, milliseconds. */
const UNDER_WAY_MS = 15_000;

/** Nothing is made any more once it was aborted. */
function until(signal: AbortSignal, removals: Removals): Removals {
  return {
    ...removals,
    add(removal) {
      signal.throwIfAborted();
      removals.add(removal);
    },
  };
}

async function one(question: Question, asking: Asking, slow: boolean): Promise<Told> {
  if (question.slow !== undefined && !slow) {
    return { notAsked: `it takes ${question.slow}: give --slow` };
  }
  try {
    return { answer: await question.run(asking) };
  } catch (error) {
    if (error instanceof NotAsked) return { notAsked: error.message };
    return { failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** What every report would otherwise tell of the stack. */
function nameAll({ call }: ReturnType<typeof createScrubber>, { outputs, sandbox }: Place, accountId: string): void {
  call(accountId, 'account');
  call(outputs.Region, 'region');
  call(outputs.UserPoolId, 'user pool');
  call(outputs.UserPoolClientId, 'app client');
  call(outputs.IdentityPoolId, 'identity pool');
  call(outputs.IotEndpoint, 'endpoint');
  call(outputs.IotPolicyName, "stack's policy");
  call(outputs.RevokedPolicyName, 'revoked policy');
  if (outputs.AttachPolicyUrl !== undefined) call(new URL(outputs.AttachPolicyUrl).host, 'API');
  if (sandbox !== undefined) call(new URL(sandbox).host, 'host');
}
