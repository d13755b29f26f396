import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as client from '../../client/index.js';

const root = join(import.meta.dirname, '../..');
const { repository } = JSON.parse(readFileSync(join(root, 'client/package.json'), 'utf8'));
const home = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main/`;
const errors = Object.values(client).filter(
  (one): one is typeof client.ClosedError =>
    typeof one === 'function' && one.prototype instanceof client.IotAccessError,
);

describe('the help of an error', () => {
  it.each(errors)('of %p is a heading of a page of this repository', (ErrorClass) => {
    // What it is made of does not matter here, and each class takes something else.
    const { help } = Reflect.construct(ErrorClass, [{ reason: 'a' }, 'b', 'c', 'd']) as client.IotAccessError;
    const [page = '', anchor] = help.split('#');
    expect(page.startsWith(home)).toBe(true);
    const headings = readFileSync(join(root, page.slice(home.length)), 'utf8').match(/^#+ .*$/gm) ?? [];
    // As GitHub makes an anchor of a heading that is one word.
    expect(headings.map((heading) => heading.replace(/^#+ /, '').toLowerCase())).toContain(anchor);
    expect(anchor).toBe(ErrorClass.name.toLowerCase());
  });

  it('is there for every class that is exported', () => {
    expect(errors.length).toBeGreaterThan(11);
  });
});
