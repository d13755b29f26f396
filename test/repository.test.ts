import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const repository = join(import.meta.dirname, '..');
const text = (file: string) => readFileSync(join(repository, file), 'utf8');
const yaml = (file: string) => parse(text(file));
const manifest = JSON.parse(text('package.json'));
const form = '.github/ISSUE_TEMPLATE';
const forms = readdirSync(join(repository, form)).filter((file) => file !== 'config.yml');

describe('the workflow', () => {
  const { permissions, jobs } = yaml('.github/workflows/ci.yml');

  it('runs .ci/run on the oldest Node that is allowed, and on that of the functions', () => {
    const { strategy, steps } = jobs.run;
    const [lowest] = manifest.engines.node.match(/\d+\.\d+/) ?? [];
    expect(strategy.matrix.node).toEqual([lowest, '22', '24']);
    expect(steps.at(-1)).toEqual({ run: '.ci/run' });
  });

  it('may read and nothing else, by official actions of a fixed major version', () => {
    expect(permissions).toEqual({ contents: 'read' });
    expect(Object.keys(jobs)).toEqual(['run']);
    const actions = jobs.run.steps.flatMap(({ uses }: { uses?: string }) => uses ?? []);
    expect(actions).toHaveLength(2);
    for (const action of actions) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/);
  });
});

it('dependencies and actions are looked after weekly, in groups', () => {
  const { version, updates } = yaml('.github/dependabot.yml');
  expect(version).toBe(2);
  expect(updates.map((one: Record<string, unknown>) => [one['package-ecosystem'], one.schedule])).toEqual([
    ['npm', { interval: 'weekly' }],
    ['github-actions', { interval: 'weekly' }],
  ]);
  for (const { groups } of updates) expect(Object.keys(groups)).toHaveLength(1);
});

/** https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema */
it.each(forms)('the form %s is one that GitHub can show', (file) => {
  const { name, description, body } = yaml(join(form, file));
  expect([name, description]).toEqual([expect.any(String), expect.any(String)]);
  const fields = body.filter(({ type }: { type: string }) => type !== 'markdown');
  const ids = fields.map(({ id }: { id: string }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  for (const { id, type, attributes } of fields) {
    expect(id).toMatch(/^[a-z-]+$/);
    expect(['dropdown', 'textarea', 'checkboxes']).toContain(type);
    expect(attributes.label).toEqual(expect.any(String));
    expect(attributes.options === undefined).toBe(type === 'textarea');
  }
});

it('a vulnerability is reported in private, in the repository of the package', () => {
  const { contact_links: links } = yaml(join(form, 'config.yml'));
  const home = manifest.repository.url.replace(/^git\+|\.git$/g, '');
  for (const { url } of links) expect(url.startsWith(home)).toBe(true);
  expect(links[0].url).toBe(`${home}/security/advisories/new`);
});
