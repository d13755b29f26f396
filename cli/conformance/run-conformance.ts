import { writeFileSync } from 'node:fs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ALL_QUESTIONS } from '../../conformance/all-questions.js';
import { askQuestions } from '../../conformance/ask-questions.js';
import type { Question } from '../../conformance/question.js';
import { RECORDED } from '../../conformance/recorded.js';
import { differences, type Report, type Told } from '../../conformance/report.js';
import { createRemovals, type LeftBehind, type Removals } from '../../journey/removals.js';
import { type Deployment, openDeployment } from '../deployment/deployment.js';
import { listenForEnd } from '../ending.js';
import type { Output } from '../output/output.js';
import { runCommand } from '../output/run-command.js';
import type { ConformanceOptions } from './conformance-options.js';
import { differencesTable } from './differences-table.js';

/** @param wrongUsage ends the command @returns the exit code */
export function runConformance(options: ConformanceOptions, wrongUsage: (why: string) => never): Promise<number> {
  const questions = chosen(options.only, wrongUsage);
  return runCommand(options, async (output) => {
    if (options.dryRun) return tellPlan(questions, options, output);
    const removals = createRemovals();
    const signal = listenForEnd(() => tellPending(removals, output));
    const place = await openDeployment(options);
    const { report, left } = await ask(place, questions, { ...options, signal, removals }, output);
    if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(report, undefined, 2)}\n`);
    const found = differences(RECORDED, report);
    output.value({ ...report, differences: found, left: left.map(({ what }) => what), interrupted: signal.aborted });
    tellResult(report, found, signal, output);
    return found.length === 0 && left.length === 0 && !signal.aborted ? 0 : 1;
  });
}

function chosen(only: readonly string[], wrongUsage: (why: string) => never): readonly Question[] {
  const unknown = only.find((beginning) => !ALL_QUESTIONS.some(({ id }) => id.startsWith(beginning)));
  if (unknown !== undefined) wrongUsage(`no question's ID begins with ${unknown}; --dry-run lists them`);
  if (only.length === 0) return ALL_QUESTIONS;
  return ALL_QUESTIONS.filter(({ id }) => only.some((beginning) => id.startsWith(beginning)));
}

function tellPlan(questions: readonly Question[], { slow }: ConformanceOptions, output: Output): 0 {
  const makes = ({ creates = 'connections' }: Question) => creates;
  output.value(questions.map(({ id, title, slow, creates = null }) => ({ id, title, slow: slow ?? null, creates })));
  output.table(
    ['question', 'makes for a while', 'takes long'],
    questions.map((question) => [question.id, makes(question), question.slow ?? '']),
  );
  const long = questions.filter(({ slow }) => slow !== undefined).length;
  const left = slow || long === 0 ? '' : `, ${long} of them only with --slow`;
  output.line(`${questions.length} questions would be asked${left}.`);
  return 0;
}

interface Asked {
  readonly report: Report;
  readonly left: readonly LeftBehind[];
}

async function ask(
  place: Deployment,
  questions: readonly Question[],
  { slow, json, signal, removals }: ConformanceOptions & { readonly signal: AbortSignal; readonly removals: Removals },
  output: Output,
): Promise<Asked> {
  let left: readonly LeftBehind[] = [];
  let done = 0;
  // On a terminal the lines themselves tell how far it is.
  const progress = json ? output.progress({ what: 'questions', total: questions.length }) : undefined;
  const report = await askQuestions({
    place,
    questions,
    slow,
    signal,
    removals,
    accountId: await accountOf(place),
    tell(question, told) {
      done += 1;
      progress?.to(done);
      output.line(`${markOf(question, told)} ${question.id}: ${wordsOf(told)}`);
    },
    tellRemoving: (count) => output.note(`removes what was made: ${count} things`),
    tellLeft(behind) {
      left = behind;
      for (const { what, error, byHand } of behind) {
        const why = error instanceof Error ? error.message : String(error);
        output.note(`${what} is still there (${why})${byHand === undefined ? '' : `: ${byHand}`}`);
      }
    },
  });
  progress?.stop();
  return { report, left };
}

/** On a second Ctrl-C nothing is waited for any more. */
function tellPending(removals: Removals, { note }: Output): void {
  const byHand = removals.left().flatMap(({ byHand }) => byHand ?? []);
  if (byHand.length > 0) note(['Left behind, unless it is gone already; by hand:', ...byHand].join('\n  '));
}

async function accountOf({ clientConfig }: Deployment): Promise<string> {
  const client = new STSClient(clientConfig);
  try {
    const { Account = '' } = await client.send(new GetCallerIdentityCommand({}));
    return Account;
  } finally {
    client.destroy();
  }
}

function markOf({ id }: Question, told: Told): string {
  if ('notAsked' in told) return '-';
  return differences(RECORDED, { format: 1, asked: 'aws', answers: { [id]: told } }).length === 0 ? '✓' : '✗';
}

function wordsOf(told: Told): string {
  if ('notAsked' in told) return `not asked: ${told.notAsked}`;
  if ('failed' in told) return `failed: ${told.failed}`;
  return typeof told.answer === 'string' ? told.answer : JSON.stringify(told.answer);
}

function tellResult(
  { answers }: Report,
  found: ReturnType<typeof differences>,
  { aborted }: AbortSignal,
  output: Output,
): void {
  const all = Object.values(answers);
  const notAsked = all.filter((told) => 'notAsked' in told).length;
  output.line('');
  differencesTable(found, ['recorded of the sandbox', 'answered'], output);
  const parts = found.length === 0 ? 'all as recorded of the sandbox' : `${found.length} differ or failed`;
  output.line(`${all.length - notAsked} answers, ${parts}; ${notAsked} questions not asked.`);
  if (aborted) output.note('interrupted: what comes after was not asked');
}
