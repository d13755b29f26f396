import { THEMES } from '../../conformance/all-questions.js';
import type { Question } from '../../conformance/question.js';
import type { Report, Told } from '../../conformance/report.js';

/**
 * Blocks of `docs/conformance.md`, by the name that their marker has.
 *
 * @param recorded what the sandbox answers
 * @param seen a report of AWS; undefined: nobody has asked there yet
 */
export function conformancePageBlocks(recorded: Report, seen: Report | undefined): Record<string, string> {
  return {
    'how many questions': summary(seen),
    questions: THEMES.map(({ title, questions }) =>
      [`## ${title}`, '', ...table(questions, recorded, seen), ''].join('\n'),
    ).join('\n'),
  };
}

const NOT_SEEN = 'not yet seen on AWS';

function summary(seen: Report | undefined): string {
  const all = THEMES.flatMap(({ questions }) => questions);
  const undocumented = all.filter(({ documented }) => documented === 'not found').length;
  const answered = all.filter(({ id }) => 'answer' in (seen?.answers[id] ?? {})).length;
  const onAws = answered === 0 ? `all are ${NOT_SEEN}` : `${answered} were asked on AWS (${seen?.day})`;
  return `${all.length} questions; of ${undocumented} nothing was found in AWS's documents; ${onAws}.`;
}

function table(questions: readonly Question[], recorded: Report, seen: Report | undefined): string[] {
  return [
    "| question | AWS's documents | the sandbox | AWS |",
    '|---|---|---|---|',
    ...questions.map((question) =>
      [
        `${question.title} \`${question.id}\`${question.slow === undefined ? '' : `, ${question.slow}`}`,
        documented(question),
        told(recorded.answers[question.id]),
        seen?.answers[question.id] === undefined ? NOT_SEEN : told(seen.answers[question.id]),
      ]
        .map(inCell)
        .join(' | ')
        .replace(/^.*$/s, '| $& |'),
    ),
  ];
}

function documented({ documented, reasoned }: Question): string {
  const says = documented === 'not found' ? 'not found' : `[${documented.says}](${documented.url})`;
  return reasoned === undefined ? says : `${says}. ${reasoned}`.replace(/([.!?…])\]\((.*?)\)\. /, '$1]($2) ');
}

function told(one: Told | undefined): string {
  if (one === undefined) return 'not recorded';
  if ('notAsked' in one) return `not asked: ${one.notAsked}`;
  if ('failed' in one) return `failed: ${one.failed}`;
  return `\`${typeof one.answer === 'string' ? one.answer : JSON.stringify(one.answer)}\``;
}

/** A line break would end the row, a bar the cell. */
function inCell(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}
