import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conformancePageBlocks } from '../../bin/docs/conformance-page.js';
import { fillPage } from '../../bin/docs/fill-page.js';
import { ALL_QUESTIONS } from '../../conformance/all-questions.js';
import { RECORDED, SEEN_ON_AWS } from '../../conformance/recorded.js';

const text = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8');

describe('the questions', () => {
  const ids = ALL_QUESTIONS.map(({ id }) => id);

  it('each have an ID of their own, in kebab-case, and are questions', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(ALL_QUESTIONS.filter(({ title }) => !title.endsWith('?')).map(({ id }) => id)).toEqual([]);
  });

  it("say what AWS's documents say, with an address, or that nothing was found", () => {
    const addressed = ALL_QUESTIONS.filter(({ documented }) => documented !== 'not found');
    const addresses = addressed.map(({ documented }) => (documented as { url: string }).url);
    expect(addresses.filter((url) => !/^https:\/\/(docs\.aws\.amazon\.com|repost\.aws)\//.test(url))).toEqual([]);
    expect(addressed.length).toBeGreaterThan(80);
  });

  it('all have a recorded answer of the sandbox, and nothing else is recorded', () => {
    expect(Object.keys(RECORDED.answers).sort()).toEqual([...ids].sort());
    const unanswered = Object.entries(RECORDED.answers).filter(([, told]) => !('answer' in told));
    expect(unanswered).toEqual([]);
  });

  it('are those of docs/conformance.md; npm run docs makes it so', () => {
    const page = text('docs/conformance.md');
    expect(fillPage(page, conformancePageBlocks(RECORDED, SEEN_ON_AWS))).toBe(page);
  });

  it('are told as not yet seen on AWS, until a report says more', () => {
    const { questions = '', 'how many questions': count } = conformancePageBlocks(RECORDED, undefined);
    expect(questions.match(/not yet seen on AWS/g)).toHaveLength(ids.length);
    expect(count).toMatch(/all are not yet seen on AWS\.$/);
    const [id = ''] = ids;
    const seen = { format: 1, asked: 'aws', day: '2027-01-02', answers: { [id]: { answer: 'a|b' } } } as const;
    const told = conformancePageBlocks(RECORDED, seen);
    expect(told.questions).toContain('| `a\\|b` |');
    expect(told['how many questions']).toContain('; 1 were asked on AWS (2027-01-02).');
  });
});
